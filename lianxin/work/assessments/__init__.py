"""How a county assesses its bodies, item by item, from records."""
