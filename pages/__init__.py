"""The pages that join apps, by noun: what each shows, as plain data, and its views."""
