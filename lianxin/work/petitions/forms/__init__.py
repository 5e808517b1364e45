"""What petition work types: the register, the filter, one form for each step."""
