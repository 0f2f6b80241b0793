"""The sections of the SQL console."""
