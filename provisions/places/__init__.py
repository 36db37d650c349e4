"""Pupils in groups: joining, days attended, leaving."""
