"""Starting and stopping the server process of one data folder."""

import subprocess
import time
from contextlib import suppress
from pathlib import Path

from infra.local.account import Account
from infra.local.binaries import programs
from infra.local.cluster import cluster_name, configure, create, place
from infra.local.errors import LocalError
from infra.local.files import secret_once
from infra.local.ports import remembered_port
from infra.local.postmaster import end_leftovers, running

START_SECONDS = 60.0
STOP_SECONDS = 3
LAST_WORDS = 5


class Server:
    """The server of the data folder in `folder`. Its caller keeps others from starting or stopping it."""

    def __init__(self, folder: Path, account: Account) -> None:
        self.password_file = folder / "password"
        self.port_file = folder / "port"
        self._log = folder / "server.log"
        self._folder = folder
        self._name = cluster_name(folder)
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def cluster(self) -> Path:
        """The data folder's real path."""
        return (self._folder / "cluster").resolve()

    def start(self) -> None:
        """Returns when the server takes connections: started, recovered, or found running.

        Raises:
            LocalError: it cannot be created or does not start.
        """
        cluster = place(self._folder, self._account)
        self._process = None
        deadline = time.monotonic() + START_SECONDS
        while not self._ready(cluster):
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                raise LocalError(self._last_words())
            time.sleep(0.02)

    def stop(self) -> bool:
        """Stops the server, if it runs; whether it did."""
        if not running(self.cluster, self._name):
            return False
        # An immediate stop costs the next start a recovery, and no data.
        for mode in ("fast", "immediate"):
            if self._pg_ctl_stop(mode):
                break
        if self._process:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
        return True

    def _ready(self, cluster: Path) -> bool:
        """Whether the server runs and is ready. One that is not there, or dies while we wait, is launched."""
        postmaster = running(cluster, self._name)
        if not postmaster and not self._process:
            end_leftovers(cluster, self._name)
            if not cluster.exists():
                create(cluster, secret_once(self.password_file), self._account)
            self._launch(cluster)
        return postmaster is not None and postmaster.ready

    def _launch(self, cluster: Path) -> None:
        port = remembered_port(self.port_file)
        configure(cluster, self._name, port)
        command = [str(programs(self._account) / "postgres"), "-D", str(cluster)]
        # Our own child rather than pg_ctl's orphan: it is reaped even where process 1 reaps nothing.
        with self._log.open("a") as log:
            self._process = self._account.start(command, log)

    def _last_words(self) -> str:
        words = " ".join(self._log.read_text().splitlines()[-LAST_WORDS:])
        return f"The embedded PostgreSQL in {self._folder} did not start. Its log {self._log} ends: {words}"

    def _pg_ctl_stop(self, mode: str) -> bool:
        pg_ctl = str(programs(self._account) / "pg_ctl")
        command = [pg_ctl, "-D", str(self.cluster), "-w", "-t", str(STOP_SECONDS), "-m", mode, "stop"]
        return self._account.run(command).returncode == 0
