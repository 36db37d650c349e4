"""The pages that change what roles cost and the school's own pay scales."""
