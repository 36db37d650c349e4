"""A paper as page, PDF, workbook or plain data. No rendering computes a figure."""
