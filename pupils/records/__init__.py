"""What is recorded of a pupil: SEN status, needs, profile, outcomes."""
