"""The sections of Mood."""
