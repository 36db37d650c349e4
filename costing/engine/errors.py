"""The error of the engine."""


class CostingError(Exception):
    """A cost that cannot be worked out. The message names what is missing and the place to set it."""
