"""Opening the next academic year from the one before: what there is, what is proposed, and the doing of it."""
