"""What a pupil bears: the lines of a costed map, and the weekly timetable."""
