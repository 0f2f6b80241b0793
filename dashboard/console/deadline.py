"""An end to a computation that cannot be trusted to come to one by itself."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class DeadlinePassed(Exception):
    """The time was over."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """End the Python code within after so much of its thread's processor time.

    It is looked at whenever it calls a function: a thread cannot be ended from outside, and a parser that
    tries one reading after the other calls functions all the time. While others work, the clock stands still:
    a busy machine makes no query more involved.

    Raises:
        DeadlinePassed: it took longer.
    """
    end = time.thread_time() + seconds

    def look(*_: object) -> None:
        if time.thread_time() > end:
            sys.setprofile(before)
            raise DeadlinePassed

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(before)
