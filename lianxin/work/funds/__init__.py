"""Activity funds: budget by deputy and year, claims, balance."""
