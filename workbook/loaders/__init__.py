"""How the rows of each sheet become the school's rows."""
