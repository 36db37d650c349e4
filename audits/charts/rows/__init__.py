"""Who stands in a chart."""
