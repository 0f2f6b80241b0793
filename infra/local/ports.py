"""TCP ports of 127.0.0.1."""

import socket
from pathlib import Path

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def remembered_port(path: Path) -> int:
    """The port written in `path` if it is still free, else a free one, which is then written there."""
    written = path.read_text() if path.exists() else ""
    if written.isdecimal() and is_free(int(written)):
        return int(written)
    port = free_port()
    path.write_text(str(port))
    return port
