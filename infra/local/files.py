"""Secrets and locks that several runs share through files."""

import fcntl
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO


def secret_once(path: Path) -> str:
    """The secret kept in `path`, a file that only its owner reads; made the first time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:
        draft.write(secrets.token_urlsafe(24))
        draft.flush()
        # A hard link appears whole or not at all, so two first runs agree on one secret.
        with suppress(FileExistsError):
            path.hardlink_to(draft.name)
    return path.read_text()


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Holds the lock on `path` alone, after waiting for whoever has it."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def shared(path: Path) -> IO[str]:
    """A shared lock on `path`, held until the returned file and every copy of its descriptor are closed."""
    file = path.open("a")
    fcntl.flock(file, fcntl.LOCK_SH)
    return file


def nobody_else_holds(file: IO[str]) -> bool:
    """Turns the lock held through `file` into an exclusive one if no other holder is left."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
