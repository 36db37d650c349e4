"""The rooms in which groups meet."""
