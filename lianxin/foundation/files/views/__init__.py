"""Pages of files: giving them back, and preparing what the public sees."""
