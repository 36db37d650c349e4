"""The pages that change what is provided."""
