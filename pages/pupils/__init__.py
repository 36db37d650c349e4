"""The list of pupils, and a pupil's page with its tabs."""
