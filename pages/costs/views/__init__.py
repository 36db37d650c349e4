"""The pages of the section Costs."""
