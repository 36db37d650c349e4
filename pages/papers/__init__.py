"""Papers to print and export, for one or for many."""
