"""Activities: what people took part in, who came, and what came of it."""
