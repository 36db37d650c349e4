"""The section Costs."""
