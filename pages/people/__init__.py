"""The people of the school, and one of them."""
