"""Need against places as pages."""
