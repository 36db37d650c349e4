"""Every paper as plain, frozen data: read, costed and worded once, then drawn as page, PDF, workbook or JSON."""
