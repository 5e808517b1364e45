"""Pages of petitions; what someone may not see is a 404 to them on every one."""
