"""A school's whole year: hours asked of each role, and costs parted between two financial years."""
