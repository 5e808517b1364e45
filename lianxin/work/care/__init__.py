"""Protection and care of deputies: rights cases, need-to-know; visits; who was not visited lately."""
