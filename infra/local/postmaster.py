"""The server process of a data folder: is it alive, and what to do about one that was killed."""

from dataclasses import dataclass
from pathlib import Path

import psutil


@dataclass(frozen=True)
class Postmaster:
    """What `postmaster.pid` says (PostgreSQL's `miscadmin.h`: pid first, port fourth, state eighth line)."""

    pid: int
    port: int
    ready: bool


def read_postmaster(cluster: Path) -> Postmaster | None:
    """The server that `postmaster.pid` names, dead or alive; None without a file, or one not yet complete."""
    try:
        lines = [line.strip() for line in (cluster / "postmaster.pid").read_text().splitlines()]
        return Postmaster(int(lines[0]), int(lines[3]), ready=lines[7:8] == ["ready"])
    except (FileNotFoundError, IndexError, ValueError):
        return None


def running(cluster: Path, name: str) -> Postmaster | None:
    """The live server of `cluster`, if there is one.

    A number alone proves nothing: it may be a zombie that nobody reaps, or since belong to another process.
    """
    postmaster = read_postmaster(cluster)
    alive = {process.pid for process in _processes(cluster, name)}
    return postmaster if postmaster and postmaster.pid in alive else None


def end_leftovers(cluster: Path, name: str) -> None:
    """Ends the processes that a killed server of `cluster` left, and removes its `postmaster.pid`.

    Only for a cluster whose server is not `running`.
    """
    # Backends notice the loss and end by themselves, unless they are in the middle of a long statement.
    _, stubborn = psutil.wait_procs(_processes(cluster, name), timeout=1)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=5)
    (cluster / "postmaster.pid").unlink(missing_ok=True)


def _processes(cluster: Path, name: str) -> list[psutil.Process]:
    """The processes of the cluster's server, known by their titles; a zombie has none.

    Titles and not working folders, because root in a container may not read another user's working folder.
    """
    return [process for process in psutil.process_iter() if _belongs(process, cluster, name)]


def _belongs(process: psutil.Process, cluster: Path, name: str) -> bool:
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    return words[1:] == ["-D", str(cluster)] or " ".join(words).startswith(f"postgres: {name}: ")
