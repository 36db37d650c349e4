"""The plan and its proposals as pages."""
