"""What a deputies' group plans, sums up and owes."""
