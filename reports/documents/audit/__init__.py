"""Papers of steps 1 to 5: charts, current provision, need against places, the plan."""
