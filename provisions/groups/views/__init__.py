"""The pages that make, change, start and end groups, and the cost of one as it is entered."""
