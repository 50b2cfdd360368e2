"""What a trail records, in plain words: the normal form of its selectors, and how it is said."""
