"""Pages of deputies' groups."""
