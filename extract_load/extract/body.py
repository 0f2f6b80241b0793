"""A body as it comes in: no longer than its provider's may be, and no later than it is waited for."""

import socket
import threading
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_UNPACKED = ("", "identity")
_PACKED = ("gzip", "x-gzip", "deflate")
_EITHER_HEADER = zlib.MAX_WBITS | 32
_current = threading.local()


class UnusableAnswer(requests.RequestException):
    """An answer that the next try will not better; the message says what is wrong with it."""


class Watch:
    """Ends a request that has not ended in time, however slowly its bytes keep coming.

    A socket's own timeout begins anew with every byte, and a drip of them lasts for ever.
    """

    def __init__(self) -> None:
        self.sock: socket.socket | None = None
        self.is_over = False

    def end(self) -> None:
        """Shut the connection down: whoever reads from it reads no more."""
        self.is_over = True
        if self.sock:
            with suppress(OSError, ValueError):
                self.sock.shutdown(socket.SHUT_RDWR)


@contextmanager
def ended_after(seconds: float) -> Iterator[Watch]:
    """Watch what this thread asks meanwhile."""
    watch = _current.watch = Watch()
    timer = threading.Timer(seconds, watch.end)
    timer.daemon = True
    timer.start()
    try:
        yield watch
    finally:
        timer.cancel()
        _current.watch = None


class _WatchedConnection(HTTPConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        _register(self.sock)
        return super().getresponse()


class _WatchedTlsConnection(HTTPSConnection):
    def getresponse(self) -> HTTPResponse:  # type: ignore[override]  # as urllib3 has it
        _register(self.sock)
        return super().getresponse()


def _register(sock: socket.socket | None) -> None:
    # a connection that is not kept forgets its socket once the headers are there, and the body still comes
    watch = getattr(_current, "watch", None)
    if watch:
        watch.sock = sock


class _Pool(HTTPConnectionPool):
    ConnectionCls = _WatchedConnection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedTlsConnection


class WatchedAdapter(HTTPAdapter):
    """Connections that `ended_after` can end."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """As the base class does it, with our connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


def unpacked(pieces: Iterable[bytes], encoding: str, most: int) -> bytes:
    """The body that the pieces make; never more than `most` bytes of it are in memory.

    Raises:
        UnusableAnswer: it is longer, or packed in a way that was not asked for.
        requests.exceptions.ChunkedEncodingError: it is not whole.
    """
    if encoding not in (*_UNPACKED, *_PACKED):
        raise UnusableAnswer(f"it is packed as {encoding[:50]!r}")
    unpack = zlib.decompressobj(_EITHER_HEADER) if encoding in _PACKED else None
    found = bytearray()
    came = False
    for piece in pieces:
        came = came or bool(piece)
        found += unpack.decompress(piece, most + 1 - len(found)) if unpack else piece
        if len(found) > most:
            raise UnusableAnswer(f"it is longer than {most // 1_000_000} MB")
    if unpack and came and not unpack.eof:
        raise requests.exceptions.ChunkedEncodingError("the packed body ends too early")
    return bytes(found)
