"""A pupil's share: the lines of a costed map, and the weekly timetable."""
