"""A deputy's duty file, yearly tasks, campaigns: all read from records."""
