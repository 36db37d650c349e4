"""One round of the audit: charts are opened, handed in, asked about and agreed."""
