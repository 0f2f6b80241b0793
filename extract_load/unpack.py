"""Lines of a landed object, one at a time: however long it is unpacked, little of it is in memory."""

import gzip
import io
import zlib
from collections.abc import Iterator

LONGEST_LINE = 32_000_000
LARGEST_OBJECT = 200_000_000
"""Bytes as it lies there, packed."""

_LARGEST_UNPACKED = 1_000_000_000


class Damaged(Exception):
    """The object is no gzip file of lines that can be read; the message says why."""


def lines_of(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Lines of a gzip file, counted from 1; of one longer than LONGEST_LINE its beginning, one byte too long.

    Raises:
        Damaged: it is no whole gzip file, is empty, or becomes larger than what we land.
    """
    if not packed:
        raise Damaged("it is empty")
    if len(packed) > LARGEST_OBJECT:
        raise Damaged(f"it is larger than {LARGEST_OBJECT // 1_000_000} MB")
    try:
        with gzip.open(io.BytesIO(packed)) as unpacked:
            number = 0
            while line := unpacked.readline(LONGEST_LINE + 1):
                number += 1
                yield number, line
                while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
                    _refuse_beyond(unpacked.tell())
                    line = unpacked.readline(LONGEST_LINE + 1)
                _refuse_beyond(unpacked.tell())
    except (OSError, EOFError, zlib.error) as error:
        raise Damaged(f"it is no whole gzip file: {error}") from None


def _refuse_beyond(position: int) -> None:
    if position > _LARGEST_UNPACKED:
        raise Damaged(f"it becomes more than {_LARGEST_UNPACKED // 1_000_000} MB of text")
