"""The data folder of the embedded server: where it lies, how it is made and set."""

import hashlib
import shutil
from pathlib import Path

from infra.local.account import Account
from infra.local.binaries import SYSTEM_FOLDER, programs
from infra.local.errors import LocalError
from infra.local.postmaster import end_leftovers

SUPERUSER = "postgres"

# For two cores and one person. fsync stays on: bulk COPY hardly notices, and a killed machine loses nothing.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "50",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "maintenance_work_mem": "128MB",
    # Several models run side by side already, and a sum taken in one order is the same float in every run.
    "max_parallel_workers_per_gather": "0",
    "log_checkpoints": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}


def cluster_name(folder: Path) -> str:
    """The name of the server of `folder`; it shows in the titles of the server's processes."""
    return "bellwether-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:12]


def place(folder: Path, account: Account) -> Path:
    """The real path of the data folder of `folder`, in which `account` can work.

    It is `folder/cluster`. Below a private folder (root's home, say) that is a link to
    `SYSTEM_FOLDER/<cluster_name>`; what an earlier, deleted `folder` left there counts as deleted with it.
    """
    link = folder / "cluster"
    elsewhere = SYSTEM_FOLDER / cluster_name(folder)
    if link.is_symlink() and link.readlink() != elsewhere:
        # This folder was moved or copied here with its link: the data behind it belong to the other one.
        link.unlink()
    if not link.is_symlink() and not link.exists() and not account.can_reach(folder):
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        end_leftovers(elsewhere, elsewhere.name)
        shutil.rmtree(elsewhere, ignore_errors=True)
        link.symlink_to(elsewhere)
    return link.resolve()


def create(cluster: Path, password: str, account: Account) -> None:
    """Makes a new, empty data folder, whole or not at all.

    Raises:
        LocalError: initdb failed; the message is its own.
    """
    draft, password_file = cluster.with_suffix(".new"), cluster.with_suffix(".password")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    password_file.unlink(missing_ok=True)
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    account.give(draft)
    account.give(password_file)
    try:
        done = account.run(_initdb(draft, password_file, account))
    finally:
        password_file.unlink()
    if done.returncode:
        raise LocalError(f"The embedded PostgreSQL could not be created in {cluster}: {done.stderr.strip()}")
    draft.rename(cluster)


def configure(cluster: Path, name: str, port: int) -> None:
    """Writes this version's settings into the data folder."""
    settings = SETTINGS | {"cluster_name": name, "port": str(port)}
    lines = [f"{key} = '{value}'\n" for key, value in settings.items()]
    (cluster / "postgresql.auto.conf").write_text("".join(lines))


def _initdb(draft: Path, password_file: Path, account: Account) -> list[str]:
    return [
        str(programs(account) / "initdb"),
        f"--pgdata={draft}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        # PostgreSQL's own code-point order: the same on every system, whatever locales it has.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-sync",
        "--no-instructions",
    ]
