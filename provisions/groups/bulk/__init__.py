"""Changes to several groups at once, shown before they are made."""
