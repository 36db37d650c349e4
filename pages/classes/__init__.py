"""A class, and the sessions of a day."""
