"""The roll: the pupils of a year, with their year group and class."""
