"""Who is on the roll, in which year group and class."""
