"""What each page shows, as plain frozen data built from documents and selectors; templates only draw it."""
