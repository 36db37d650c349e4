"""Step 5, the plan within the money: unmet need as proposals, decided on, then accepted as draft groups."""
