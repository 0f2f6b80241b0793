"""An embedded PostgreSQL: the warehouse's stand-in on one machine.

    with EmbeddedPostgres(folder) as server:
        subprocess.run(command, env=os.environ | server.env())

The server listens on 127.0.0.1 only, with a generated password. Any number of processes can use one folder at
the same time: the first starts the server, the last stops it. A killed server is recovered by the next start.
"""

import shutil
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import psycopg2
import psycopg2.extensions
from psycopg2 import sql

from infra.local.account import server_account
from infra.local.cluster import SUPERUSER
from infra.local.errors import LocalError
from infra.local.files import exclusive, nobody_else_holds, shared
from infra.local.ports import LOOPBACK
from infra.local.server import Server

DATABASE = "bellwether"


class EmbeddedPostgres:
    """The server whose data, log, port and password lie in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self._server = Server(self.folder, server_account())
        self._use: IO[str] | None = None

    def __enter__(self) -> Self:
        """Starts the server, or joins the one that another process has started.

        Raises:
            LocalError: it cannot be created or does not start; the message has its last words.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with exclusive(self._start_lock):
            self._use = shared(self._use_lock)
            try:
                self._start()
            except BaseException:
                self._leave()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops the server, unless another process still uses it."""
        with exclusive(self._start_lock):
            self._leave()

    @property
    def lease(self) -> int:
        """The descriptor that keeps the server up; for a child that inherits it, as long as that lives."""
        if self._use is None:
            raise RuntimeError("The embedded PostgreSQL is used outside its with block.")
        return self._use.fileno()

    @property
    def password_file(self) -> Path:
        """The file with the superuser's password, which only its owner reads."""
        return self._server.password_file

    def env(self) -> dict[str, str]:
        """The variables of libpq for the superuser, as of the last start."""
        return self.address() | {"PGPASSWORD": self.password_file.read_text()}

    def address(self) -> dict[str, str]:
        """The variables of libpq without the password; no PGPORT before the first start."""
        port_file = self._server.port_file
        port = {"PGPORT": port_file.read_text()} if port_file.exists() else {}
        # The wheel's server has no TLS: a PGSSLMODE meant for another server would keep every client out.
        return {
            "PGHOST": LOOPBACK,
            "PGDATABASE": DATABASE,
            "PGUSER": SUPERUSER,
            "PGSSLMODE": "disable",
        } | port

    def stop(self) -> bool:
        """Stops a server that nobody uses any more; whether there was one.

        Raises:
            LocalError: somebody uses it.
        """
        if not self.folder.exists():
            return False
        with exclusive(self._start_lock), closing(shared(self._use_lock)) as use:
            if not nobody_else_holds(use):
                raise LocalError(f"The embedded PostgreSQL in {self.folder} is in use: end that run first.")
            return self._server.stop()

    def remove(self) -> None:
        """Stops the server and deletes `folder`, and the data wherever they lie.

        Raises:
            LocalError: somebody uses it.
        """
        self.stop()
        shutil.rmtree(self._server.cluster, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _start_lock(self) -> Path:
        return self.folder / "start.lock"

    @property
    def _use_lock(self) -> Path:
        return self.folder / "use.lock"

    def _leave(self) -> None:
        if self._use and nobody_else_holds(self._use):
            self._server.stop()
        if self._use:
            self._use.close()
        self._use = None

    def _start(self) -> None:
        self._server.start()
        try:
            self._create_database()
        except psycopg2.OperationalError:
            # It was killed a moment ago: still there when looked for, and gone when asked.
            self._server.start()
            self._create_database()

    def _create_database(self) -> None:
        with closing(self._connect_to("postgres")) as connection, connection.cursor() as cursor:
            connection.autocommit = True
            cursor.execute("select 1 from pg_database where datname = %s", (DATABASE,))
            if not cursor.fetchone():
                cursor.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _connect_to(self, database: str) -> psycopg2.extensions.connection:
        env = self.env()
        return psycopg2.connect(
            host=env["PGHOST"],
            port=env["PGPORT"],
            dbname=database,
            user=env["PGUSER"],
            password=env["PGPASSWORD"],
            sslmode=env["PGSSLMODE"],
        )
