"""What provision costs: exact sums that remember how they were reached.

Standard library only. Plain facts come in (`facts`), results with their working go out (`results`).
"""
