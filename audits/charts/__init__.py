"""Step 1, the audit of need: must / should / could charts, read, filled in cell by cell, and helped with."""
