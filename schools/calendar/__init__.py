"""The academic year, its half-terms and the school day."""
