"""The LA's funding rules: chosen, adapted, compared."""
