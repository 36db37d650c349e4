"""The whole-school map: as a grid, a tree, by pupil, on two dates."""
