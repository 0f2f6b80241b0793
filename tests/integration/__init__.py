"""Parts together: real PostgreSQL, real HTTP, real files."""
