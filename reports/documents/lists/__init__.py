"""The SEN register, what the school offers, and blank forms."""
