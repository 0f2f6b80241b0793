"""The sections of Stocks."""
