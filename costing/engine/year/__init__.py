"""A school's whole year: hours asked of each role, and costs split between two financial years."""
