"""Extract provider APIs into the landing zone, and load the landing zone into raw PostgreSQL tables."""
