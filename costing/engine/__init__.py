"""What provision costs: exact sums with their working. Standard library only.

Plain facts come in (`facts`), results with their working go out (`results`).
"""
