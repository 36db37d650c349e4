"""The history of things in sentences, and restoring an earlier value."""
