"""The catalogue of what a school can run: provisions, measures, evidence, and the starter library."""
