"""The dbt project beside this package: what state its files are in, and a build of it."""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1] / "dbt_project"
_WRITTEN_BY_DBT = {"target", "logs", "dbt_packages", ".user.yml"}
_FAILURES = {"error", "fail", "runtime error", "partial success"}
_SHOWN = 20
_MESSAGE_SHOWN = 300


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


def build(project: Path = PROJECT, *, target: str = "next", unit_tests: bool = True) -> str:
    """Run `dbt build` into `marts_next`, in this process: whatever kills it leaves no dbt behind.

    On a terminal dbt shows its own progress, else nothing.

    Args:
        project: the dbt project's folder.
        target: the profile's target, which decides what the models run on.
        unit_tests: whether to run them; they judge the project alone, whatever the data.

    Returns:
        How many nodes ended how, and which tests warned.

    Raises:
        BuildFailed: a model, a test or dbt itself failed.
        KeyboardInterrupt: Ctrl-C was pressed.
    """
    # dbt takes seconds to import, and a run with nothing new does without it
    from dbt.cli.main import dbtRunner

    place = ["--target", target, "--project-dir", str(project), "--profiles-dir", str(project)]
    # told of one level alone, dbt would take it for the file as well
    quiet = ["--log-level", "none", "--log-level-file", "debug", "--no-use-colors"]
    shown = [] if sys.stdout.isatty() else quiet
    less = [] if unit_tests else ["--exclude-resource-type", "unit_test"]
    done = dbtRunner().invoke([*shown, "build", *place, *less])
    if _is_interrupted(done.exception):
        raise KeyboardInterrupt
    if not done.success:
        said = list(_failures(done))
        more = [f"and {len(said) - _SHOWN} more"] if len(said) > _SHOWN else []
        raise BuildFailed("\n  ".join([*said[:_SHOWN], *more, f"see {_log_of(project)}"]))
    return _counted(done)


def _log_of(project: Path) -> Path:
    return Path(os.environ.get("DBT_LOG_PATH", project / "logs")) / "dbt.log"


def parse(project: Path = PROJECT) -> None:
    """Let dbt read the project and write its manifest, as a build does first.

    Raises:
        BuildFailed: it cannot.
    """
    from dbt.cli.main import dbtRunner

    place = ["--target", "next", "--project-dir", str(project), "--profiles-dir", str(project)]
    done = dbtRunner().invoke(["--quiet", "parse", *place])
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


def _failures(done: Any) -> Iterator[str]:  # noqa: ANN401 - dbt types its results as a union of everything
    if done.exception:
        yield str(done.exception)
    for result in getattr(done.result, "results", ()):
        if str(result.status) in _FAILURES:
            message = " ".join(str(result.message or "").split())[:_MESSAGE_SHOWN]
            yield f"{result.node.resource_type} {result.node.name}: {result.status}: {message}"


def _counted(done: Any) -> str:  # noqa: ANN401
    counts = Counter(str(result.status) for result in done.result.results)
    del counts["no-op"]  # exposures
    counted = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
    warned = sorted(result.node.name for result in done.result.results if str(result.status) == "warn")
    return f"{counted} ({', '.join(warned)})" if warned else counted
