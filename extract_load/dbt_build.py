"""The dbt project beside this package: what state its files are in, and a build of it."""

import hashlib
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1] / "dbt_project"
_WRITTEN_BY_DBT = {"target", "logs", "dbt_packages", ".user.yml"}
_FAILURES = {"error", "fail", "runtime error", "partial success"}
_SHOWN = 20
_MESSAGE_SHOWN = 600
_FOR_PEOPLE = (
    # the node's name stands before the message, and the log has the statement
    (r"^(?:\w+ Error(?: in \w+ \w+ \(\S+\))? )+", ""),
    (r" compiled code at \S+$", ""),
    # where a table is made, beside the one whose place it takes, is dbt's affair
    (r"__dbt_tmp(?:\d{12,})?", ""),
    # the index of a key is made once the rows are there
    (r"could not create unique index", "rows violate unique constraint"),
)
_MOST_THREADS = 8  # dbt itself is one interpreter, which keeps no more of them busy


class BuildFailed(Exception):
    """dbt did not end well; the message says what failed, and where the log is."""


def project_state(project: Path = PROJECT) -> str:
    """A digest of the project's files."""
    digest = hashlib.sha256()
    for path in sorted(project.rglob("*")):
        name = path.relative_to(project)
        if path.is_file() and name.parts[0] not in _WRITTEN_BY_DBT:
            digest.update(f"{name.as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def placed(project: Path = PROJECT) -> list[str]:
    """The options that tell dbt which project, wherever it is called from; its profiles are there as well."""
    return ["--project-dir", str(project), "--profiles-dir", str(project)]


def build(project: Path = PROJECT, *, target: str = "next") -> str:
    """Run `dbt build` into `marts_next`, in this process: whatever kills it leaves no dbt behind.

    On a terminal dbt shows its own progress, else nothing. Unit tests judge code, whatever the data: they run
    where code is tested.

    Args:
        project: the dbt project's folder.
        target: the profile's target, which decides what the models run on.

    Returns:
        How many nodes ended how, and which tests warned.

    Raises:
        BuildFailed: a model, a test or dbt itself failed.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    # dbt takes seconds to import, and a run with nothing new does without it
    from dbt.cli.main import dbtRunner

    place = ["--target", target, *placed(project)]
    # told of one level alone, dbt would take it for the file as well; the statements are in target/run anyway
    logged = os.environ.get("DBT_LOG_LEVEL_FILE", "info")
    quiet = ["--log-level", "none", "--log-level-file", logged, "--no-use-colors"]
    shown = [] if sys.stdout.isatty() else quiet
    chosen = ["--exclude-resource-type", "unit_test", *_threads(target)]
    done = dbtRunner().invoke([*shown, "build", *chosen, *place])
    if _is_interrupted(done.exception):
        raise KeyboardInterrupt
    if not done.success:
        said = list(_failures(done))
        more = [f"and {len(said) - _SHOWN} more"] if len(said) > _SHOWN else []
        raise BuildFailed("\n  ".join([*said[:_SHOWN], *more, f"see {_log_of(project)}"]))
    return _counted(done)


def _threads(target: str) -> list[str]:
    """One for each core, where dbt's profile does not know better."""
    cores = os.cpu_count() or 1
    return ["--threads", str(max(2, min(cores, _MOST_THREADS)))] if target == "next" else []


def _log_of(project: Path) -> Path:
    return Path(os.environ.get("DBT_LOG_PATH", project / "logs")) / "dbt.log"


def parse(project: Path = PROJECT) -> None:
    """Let dbt read the project and write its manifest, as a build does first.

    Raises:
        BuildFailed: it cannot.
    """
    from dbt.cli.main import dbtRunner

    done = dbtRunner().invoke(["--quiet", "parse", "--target", "next", *placed(project)])
    if not done.success:
        raise BuildFailed(f"dbt cannot read {project}: {done.exception}")


def manifest(project: Path = PROJECT) -> dict[str, Any]:
    """What the last build, or `parse`, found in the project, as dbt wrote it."""
    folder = Path(os.environ.get("DBT_TARGET_PATH") or project / "target")
    content: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return content


def _is_interrupted(error: BaseException | None) -> bool:
    """Whether Ctrl-C ended it; dbt reports what went wrong afterwards, while it cancelled its queries."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def for_people(message: str | None) -> str:
    """What the database said, in one line: which rule of which table was broken, and by which row."""
    told = " ".join((message or "no message").split())
    for pattern, instead in _FOR_PEOPLE:
        told = re.sub(pattern, instead, told)
    return told[:_MESSAGE_SHOWN]


def _failures(done: Any) -> Iterator[str]:  # noqa: ANN401 - dbt types its results as a union of everything
    if done.exception:
        yield str(done.exception)
    for result in getattr(done.result, "results", ()):
        if str(result.status) in _FAILURES:
            said = for_people(result.message)
            yield f"{result.node.resource_type} {result.node.name}: {result.status}: {said}"


def _counted(done: Any) -> str:  # noqa: ANN401
    counts = Counter(str(result.status) for result in done.result.results)
    del counts["no-op"]  # exposures
    counted = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    warned = sorted(result.node.name for result in done.result.results if str(result.status) == "warn")
    return f"{counted} ({', '.join(warned)})" if warned else counted
