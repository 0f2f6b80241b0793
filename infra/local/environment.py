"""The environment that Bellwether runs in, completed by stand-ins where it names nothing."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.errors import LocalError
from infra.local.files import secret_once
from infra.local.postgres import EmbeddedPostgres

CHECKOUT = Path(__file__).resolve().parents[2]
NAMES_A_WAREHOUSE = ("PGHOST", "PGHOSTADDR", "PGDATABASE", "PGPORT", "PGUSER", "PGSERVICE")


@dataclass(frozen=True)
class Completed:
    """What to start a command with: its environment, and the descriptors that keep the stand-ins up."""

    env: dict[str, str]
    leases: tuple[int, ...]


def local_folder() -> Path:
    """Where the stand-ins keep their data: `BELLWETHER_LOCAL`, by default `.local` in the checkout."""
    return Path(os.environ.get("BELLWETHER_LOCAL") or CHECKOUT / ".local").absolute()


def embedded(local: Path) -> EmbeddedPostgres:
    """The embedded server of the folder `local`."""
    return EmbeddedPostgres(local / "postgres")


def names_a_warehouse(env: Mapping[str, str]) -> bool:
    """Whether `env` says which PostgreSQL to use, so that the embedded one stays down."""
    return any(env.get(name) for name in NAMES_A_WAREHOUSE)


def folder_urls(env: Mapping[str, str], local: Path) -> dict[str, str]:
    """The landing zone and the lake that `env` does not name, as folders of `local`."""
    defaults = {"LANDING_URL": "landing", "LAKE_URL": "lake"}
    return {name: (local / folder).as_uri() for name, folder in defaults.items() if not env.get(name)}


def reader_password_file(local: Path) -> Path:
    """The file with the dashboard's password, which only its owner reads."""
    return local / "reader_password"


@contextmanager
def completed(env: Mapping[str, str], local: Path) -> Iterator[Completed]:
    """`env` and what it lacks, with the embedded server up where no other is named.

    Raises:
        LocalError: the server does not start, or `env` names one in a way that not every part can follow.
    """
    if env.get("PGSERVICE"):
        raise LocalError(
            "PGSERVICE is set, and dbt and the dashboard cannot follow it: unset it, and set PGHOST, PGPORT, "
            "PGDATABASE, PGUSER and PGPASSWORD to what the service says."
        )
    full = {**env, **folder_urls(env, local)}
    if not env.get("BELLWETHER_READER_PASSWORD"):
        full["BELLWETHER_READER_PASSWORD"] = secret_once(reader_password_file(local))
    if names_a_warehouse(env):
        yield Completed(full, ())
        return
    with embedded(local) as server:
        yield Completed(full | server.env(), (server.lease,))
