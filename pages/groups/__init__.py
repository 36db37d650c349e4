"""The list of groups, and a group's own page."""
