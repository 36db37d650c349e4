"""What is set once for the school."""
