"""Exact algebra of event sets: what a selector matches, decided without a solver."""
