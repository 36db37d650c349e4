"""What a group costs: its staffing, weeks and places, and who bears what of it."""
