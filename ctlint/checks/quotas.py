"""CT2: quotas and lengths."""
