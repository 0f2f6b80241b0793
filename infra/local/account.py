"""The operating-system user that the database server runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from infra.local.errors import LocalError

UNPRIVILEGED = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """This user, or the unprivileged one that stands in for root."""

    uid: int
    gid: int
    stands_in: bool

    def start(self, command: list[str], log: IO[str]) -> subprocess.Popen[bytes]:
        """Starts `command` in a session of its own, where no Ctrl-C reaches it; it writes to `log`."""
        return subprocess.Popen(  # noqa: S603 - our own command
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            **self._identity(),
        )

    def run(self, command: list[str]) -> subprocess.CompletedProcess[str]:
        """Runs `command` to its end, with its output captured."""
        return subprocess.run(  # noqa: S603 - our own command
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, **self._identity()
        )

    def can_reach(self, path: Path) -> bool:
        """Whether this account may enter the folder (or execute the file) `path`, its parents included."""
        return self.run(["test", "-x", str(path)]).returncode == 0

    def give(self, path: Path) -> None:
        """Makes this account the owner of `path`."""
        if self.stands_in:
            os.chown(path, self.uid, self.gid)

    def _identity(self) -> dict[str, Any]:
        # Nothing of the caller's environment: no secret, and no PGDATA or locale that sways the server.
        clean: dict[str, Any] = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C"}}
        if self.stands_in:
            clean |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return clean


@cache
def server_account() -> Account:
    """This user; for root the user `postgres` if the machine has it, else `nobody`.

    Raises:
        LocalError: root, and the machine has neither.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), stands_in=False)
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return Account(known[name].pw_uid, known[name].pw_gid, stands_in=True)
    raise LocalError(
        "PostgreSQL does not run as root, and this machine has no user 'postgres' or 'nobody' to run it. "
        "Run as an ordinary user, or name a server of your own with PGHOST."
    )
