"""Exact numbers that remember how they were reached, and how they are written."""
