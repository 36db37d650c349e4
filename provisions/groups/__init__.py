"""Provision as it runs: groups with their staffing, sessions and costs."""
