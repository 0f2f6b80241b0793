"""Load: landed objects into the raw tables, each version once."""
