"""The provision maps."""
