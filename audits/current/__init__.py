"""Step 2, current provision: what each class and year group has now, as its staff wrote it down."""
