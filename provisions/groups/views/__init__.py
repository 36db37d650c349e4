"""Groups are made, changed, started and ended; what one would cost as one types."""
