"""The dashboard through AppTest, on a real PostgreSQL."""
