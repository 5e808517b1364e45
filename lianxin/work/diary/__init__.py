"""The year of a body as dated duties, with the records that do them."""
