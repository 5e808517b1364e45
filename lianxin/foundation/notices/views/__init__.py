"""Pages of notices: one's own inbox, how one wants to be told, what was sent."""
