"""The sections of Correlations."""
