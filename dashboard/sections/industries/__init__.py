"""The sections of Industries."""
