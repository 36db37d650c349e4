"""Support for one pupil: a group of one, made in one go."""
