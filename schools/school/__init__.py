"""The school itself."""
