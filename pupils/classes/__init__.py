"""Classes and teaching sets, and the staff who work in them."""
