"""Stand-ins for one machine: an embedded PostgreSQL and simulated providers."""
