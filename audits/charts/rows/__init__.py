"""The rows of a chart: the pupils and children in it."""
