"""Who works at a school: people, their roles, and who may give them."""
