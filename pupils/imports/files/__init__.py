"""Reading what a list of pupils says: cells, columns and kinds of file."""
