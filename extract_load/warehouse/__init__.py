"""The warehouse: connections, roles, raw tables, and what the pipeline remembers of its runs."""
