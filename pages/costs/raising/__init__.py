"""Raising pay from a day: of several roles, or of a scale, with what it does to the year's figures shown first."""
