"""The page driven in a real browser, as several people, in their languages."""
