"""Reports to voters and what the raters said, counted so that it adds up."""
