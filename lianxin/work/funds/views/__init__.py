"""Pages of funds: the year's statement, claims, facilities."""
