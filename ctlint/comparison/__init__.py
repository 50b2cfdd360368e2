"""What a change stops recording, and what it newly records: two versions of trails, compared by their events."""
