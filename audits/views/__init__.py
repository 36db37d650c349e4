"""The pages of the audit of need and of current provision."""
