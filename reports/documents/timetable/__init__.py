"""Weekly timetables."""
