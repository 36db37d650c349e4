"""The pages of the gap analysis."""
