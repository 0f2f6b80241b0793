"""The sections of Sectors."""
