"""Pupils from another system: an MIS export (CSV or Excel, whatever its headings) or a Common Transfer File (XML)."""
