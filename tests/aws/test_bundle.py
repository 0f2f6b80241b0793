"""What the instances install: the same bytes for the same commit, and all that they run, from no index."""

import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from infra.aws.bundle import pack, programs
from infra.aws.wheels import CannotFetch, Target, fetch, locked_for
from tests.aws.account import clean_environment
from tests.aws.installed import Installed
from tests.aws.units import ROOT, UNITS

INSTALL = "infra/aws/instances/install.sh"
LOCK = """\
numpy==2.4.6 ; python_full_version < '3.12' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
numpy==2.5.5 ; python_full_version >= '3.12' \\
    --hash=sha256:cc
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:dd
"""
IMPORT_ALL = """
import importlib, pathlib
for file in sorted(pathlib.Path("{package}").rglob("*.py")):
    name = ".".join(file.with_suffix("").parts).removesuffix(".__init__")
    if name not in ("extract_load.__main__", "dashboard.app"):
        importlib.import_module(name)
for module in {programs}:
    importlib.import_module(module)
"""
"""By path: most folders have no `__init__.py`, and `pkgutil` passes those over. Left out are the two that
start others: the command line, which would end this, and the app, which would draw its first page. A page
draws itself when it is imported, to say that there is no database.
"""
a_clone = pytest.mark.skipif(
    not (ROOT / ".git").exists() or shutil.which("git") is None,
    reason="a bundle is made of a commit, and this is no clone",
)


def some_wheels(folder: Path, names: list[str]) -> Path:
    folder.mkdir()
    for age, name in enumerate(names):
        (folder / f"{name}.whl").write_bytes(name.encode())
        os.utime(folder / f"{name}.whl", (age, age))
    return folder


@a_clone
def test_the_same_commit_is_the_same_bundle_in_whatever_order_its_files_came(tmp_path: Path) -> None:
    code = programs(ROOT)
    lock = {"wheels/etl.txt": b"etl", "wheels/dashboard.txt": b"dashboard"}
    pack(code, lock, some_wheels(tmp_path / "1", ["a", "b"]), tmp_path / "1.tar")
    turned = dict(reversed(code.items())), dict(reversed(lock.items()))
    pack(*turned, some_wheels(tmp_path / "2", ["b", "a"]), tmp_path / "2.tar")
    assert (tmp_path / "1.tar").read_bytes() == (tmp_path / "2.tar").read_bytes()


@a_clone
def test_it_holds_what_an_instance_runs_and_nothing_else(tmp_path: Path) -> None:
    code = programs(ROOT)
    for path in ("extract_load/__main__.py", "dbt_project/dbt_project.yml", "dashboard/app.py", INSTALL):
        assert path in code
    assert not [path for path in code if path.startswith(("tests/", "infra/local/", "lambda/", ".github/"))]
    pack(code, {}, some_wheels(tmp_path / "wheels", []), tmp_path / "bundle.tar")
    with tarfile.open(tmp_path / "bundle.tar") as packed:
        packed.extractall(tmp_path, filter="data")
    asked = subprocess.run([tmp_path / INSTALL], capture_output=True, text=True, check=False)
    assert (asked.returncode, asked.stderr) == (2, f"usage: {tmp_path / INSTALL} etl|dashboard\n")


@pytest.mark.parametrize(("python", "version", "digest"), [("3.11", "2.4.6", "bb"), ("3.12", "2.5.5", "cc")])
def test_of_a_lock_only_the_lines_for_the_instances_python_are_taken(
    python: str, version: str, digest: str
) -> None:
    told = locked_for(Target(python), LOCK)
    assert f"numpy=={version} " in told
    assert told.count("==") == 1
    assert digest in told


@pytest.mark.parametrize("kind", ["etl", "dashboard"])
def test_its_lock_has_the_versions_that_the_project_is_tested_with(kind: str) -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    wanted = [Requirement(line.split("#")[0]) for line in text.splitlines() if re.match(r"\w", line)]
    lock = (ROOT / "infra" / "aws" / "instances" / f"requirements-{kind}.txt").read_text(encoding="utf-8")
    locked = re.findall(r"^([\w.-]+)==(\S+)", lock, re.MULTILINE)
    pinned = [(one, version) for one in wanted for name, version in locked if name == one.name]
    assert len(pinned) > 8
    assert [f"{one} has {version}" for one, version in pinned if version not in one.specifier] == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "package"), [("etl", "extract_load"), ("dashboard", "dashboard")])
def test_what_an_instance_runs_needs_no_more_than_its_bundle_installs(
    installed: Installed, kind: str, package: str
) -> None:
    """Every module of it, and what its units start, can be imported where there is no network."""
    script = IMPORT_ALL.format(package=package, programs=programs_of(kind))
    alone = ["unshare", "--net"] if may_unshare() else []
    command = [*alone, installed.python(kind), "-c", script]
    environment = {**clean_environment(), "PGHOST": "/nowhere"}
    done = subprocess.run(
        command, cwd=installed.release, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("python", ["3.11", "3.12"])
def test_the_dearest_wheels_are_there_for_the_instances_processor_and_either_python(
    python: str, tmp_path: Path
) -> None:
    """Of the packages that are built for one Python and one processor; the others are the same everywhere."""
    target = Target(python, "arm64", glibc=34)
    built = re.compile(r"^(?:numpy|pandas|pyarrow|psycopg2-binary)==.*?(?=^\S|\Z)", re.M | re.S)
    every = (ROOT / "infra/aws/instances/requirements-dashboard.txt").read_text(encoding="utf-8")
    lock = tmp_path / "lock.txt"
    lock.write_text("".join(built.findall(locked_for(target, every))), encoding="utf-8")
    assert lock.read_text(encoding="utf-8").count("==") > 3
    try:
        fetch(target, lock, tmp_path)
    except CannotFetch as error:
        if "from versions: none" not in str(error):
            raise
        pytest.skip("no package index answers")
    tag = f"cp{python.replace('.', '')}"
    assert {tag in wheel.name and "aarch64" in wheel.name for wheel in tmp_path.glob("*.whl")} == {True}


@pytest.mark.slow
def test_nothing_is_installed_that_it_does_not_run(installed: Installed) -> None:
    script = "import importlib.util as u; print([n for n in {} if u.find_spec(n)])"
    for kind, foreign in (("etl", ["streamlit", "plotly", "pandas", "moto"]), ("dashboard", ["dbt", "moto"])):
        command = [installed.python(kind), "-c", script.format(foreign)]
        assert subprocess.check_output(command, text=True).strip() == "[]"


def programs_of(kind: str) -> list[str]:
    """The modules that a kind's units start."""
    units = "".join(unit.read_text(encoding="utf-8") for unit in (UNITS / kind).iterdir())
    started = sorted(set(re.findall(r"python -m ([\w.]+)", units)))
    assert len(started) > 3
    return started


def may_unshare() -> bool:
    """Whether a process may be had that has no network."""
    return subprocess.run(["unshare", "--net", "true"], capture_output=True, check=False).returncode == 0
