"""Step 3, gap analysis: need against places, and filling places or starting draft groups from it."""
