"""Changing pupils: the roll, what is recorded of a pupil, pupil groups, classes and sets."""
