"""Opening the next academic year from the latest one: its facts, the proposal, and the opening."""
