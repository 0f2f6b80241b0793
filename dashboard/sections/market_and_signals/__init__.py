"""The sections of Market and signals."""
