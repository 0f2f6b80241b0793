"""The sections of Industry sensitivity."""
