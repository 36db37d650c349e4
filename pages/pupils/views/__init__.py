"""A pupil's page, tab by tab."""
