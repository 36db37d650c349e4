"""The pages that change pupils, classes and sets."""
