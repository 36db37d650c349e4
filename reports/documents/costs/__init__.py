"""Papers about money: whole-school costs, costs by role and by budget, pupils against the threshold."""
