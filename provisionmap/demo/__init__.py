"""The two demo schools: readable CSV files, one a sheet, made into a school workbook."""
