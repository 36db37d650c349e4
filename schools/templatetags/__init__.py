"""Tags of templates that rest on what is kept."""
