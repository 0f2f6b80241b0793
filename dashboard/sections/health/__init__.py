"""The sections of Pipeline health."""
