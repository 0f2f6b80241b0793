"""The dashboard: it reads what has been published, as the reader, and explains it."""
