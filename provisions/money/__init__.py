"""Money beside staffing: whole-school provision, other costs, budgets and top-up awards."""
