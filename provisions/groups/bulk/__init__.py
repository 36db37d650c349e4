"""Changes to several groups at once, previewed before they are made."""
