"""Pupil groups, such as pupil premium or young carers."""
