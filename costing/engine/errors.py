"""What is said when a cost cannot be worked out."""


class CostingError(Exception):
    """A cost that cannot be worked out. The message names what is missing and the place to set it."""
