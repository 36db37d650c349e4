"""The pages on which the SENCO runs the round, and class teams move a chart on."""
