"""What a group costs: its staffing, weeks and places, and how the cost is shared."""
