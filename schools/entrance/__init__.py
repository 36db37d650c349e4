"""Signing in, choosing a school, taking up an invitation."""
