"""The catalogue as a list, and the page of one provision."""
