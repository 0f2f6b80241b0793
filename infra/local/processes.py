"""Child processes that end when we are told to, with all that they started."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Self

import psutil

from infra.local.errors import LocalError

PATIENCE = 4.0
POLL = 0.05


class StopRequest:
    """The SIGINT, SIGTERM or SIGHUP that asks us to stop, remembered so that no clean-up is cut short."""

    def __init__(self) -> None:
        self.signal: signal.Signals | None = None

    def __enter__(self) -> Self:
        """Starts listening."""
        # nohup ignores SIGHUP so that the work outlives the terminal.
        hangs_up = signal.getsignal(signal.SIGHUP) != signal.SIG_IGN
        listened = [signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hangs_up else [])]
        self._before = {number: signal.signal(number, self._note) for number in listened}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Gives the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    @property
    def exit_code(self) -> int:
        """The shell's exit code for a process that the request ended; 0 without a request."""
        return 128 + self.signal if self.signal else 0

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.signal = signal.Signals(number)


@contextmanager
def child(
    command: Sequence[str], env: Mapping[str, str], stop: StopRequest, leases: Sequence[int] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """Runs `command` for the length of the block, then ends it and all of its group.

    It gets a session of its own, so that a terminal's Ctrl-C reaches it once, through us. It inherits the
    descriptors `leases`.

    Raises:
        LocalError: there is no such command.
    """
    try:
        process = subprocess.Popen(command, env=env, start_new_session=True, pass_fds=leases)  # noqa: S603
    except (FileNotFoundError, PermissionError) as error:
        raise LocalError(f"{command[0]} cannot be run: {error.strerror}.") from error
    try:
        yield process
    finally:
        _end(process, stop.signal or signal.SIGTERM)


def watch(process: subprocess.Popen[bytes], stop: StopRequest) -> None:
    """Returns when the child has ended, or when we are asked to stop."""
    while stop.signal is None and process.poll() is None:
        time.sleep(POLL)


def exit_code(process: subprocess.Popen[bytes]) -> int:
    """The exit code of a child that has ended, in the shell's form: 128 and the signal that killed it."""
    code = process.wait()
    return 128 - code if code < 0 else code


def _end(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Sends `number` to the child's group; what is left after `PATIENCE` seconds is killed."""
    if not _lives(process):
        return
    _signal_group(process, number)
    deadline = time.monotonic() + PATIENCE
    while _lives(process) and time.monotonic() < deadline:
        time.sleep(POLL)
    _signal_group(process, signal.SIGKILL)
    process.wait()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    # A group of zombies only refuses signals on macOS.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _lives(process: subprocess.Popen[bytes]) -> bool:
    """Whether the child or a process of its group is alive; a zombie, waiting for its parent, is not."""
    return process.poll() is None or any(_is_alive_in(process.pid, other) for other in psutil.process_iter())


def _is_alive_in(group: int, process: psutil.Process) -> bool:
    try:
        return os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.Error, ProcessLookupError):
        return False
