"""The same provision under two sets of funding rules."""
