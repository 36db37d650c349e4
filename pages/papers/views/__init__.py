"""Papers as pages and files."""
