"""Step 3: need against places, and the ways from a gap to a place."""
