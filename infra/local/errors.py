"""The error that a person reads."""


class LocalError(Exception):
    """A stand-in cannot do what was asked; the message says what happened, to what, and what to do."""
