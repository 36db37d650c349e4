"""The pages that change staff roles, their pay and the school's own pay scales."""
