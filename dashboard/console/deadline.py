"""An end to a computation that cannot be trusted to come to one by itself."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class DeadlinePassed(Exception):
    """The time was over."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the Python code within after so long: it is looked at whenever it calls a function.

    A thread cannot be ended from outside; a parser that tries one reading after the other calls functions
    all the time.

    Raises:
        DeadlinePassed: it took longer.
    """
    end = time.monotonic() + seconds

    def look(*_: object) -> None:
        if time.monotonic() > end:
            sys.setprofile(before)
            raise DeadlinePassed

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
