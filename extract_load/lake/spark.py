"""Whether this machine can run Spark, and Spark can use the lake: said before anything is begun."""

import os
import re
import shutil
import subprocess
from importlib.util import find_spec

from extract_load.config import ConfigError

_JAVA = 17
_PLAIN = re.compile(r"[A-Za-z0-9:/._-]*")
_PACKAGES = ("pyspark", "dbt.adapters.spark")


def require_spark(lake_url: str | None) -> None:
    """See to it that a build on Spark can begin.

    Raises:
        ConfigError: PySpark, dbt's adapter or a Java that is new enough is missing, or the lake's address has
            an escape: Spark and Java's options take it as it is written.
    """
    if lake_url and not _PLAIN.fullmatch(lake_url):
        raise ConfigError(
            f"the engine spark cannot use LAKE_URL={lake_url}: "
            "name a place of plain letters, digits and . _ - alone"
        )
    missing = [package for package in _PACKAGES if not _is_installed(package)]
    if missing:
        raise ConfigError(
            f"the engine spark needs {' and '.join(missing)}: `pip install -r requirements-spark.txt` "
            "(`make pipeline ENGINE=spark` does it by itself)"
        )
    found = _java_version()
    if found is None or found < _JAVA:
        raise ConfigError(
            f"the engine spark needs Java {_JAVA} or newer, and found {found or 'none'}: install it "
            "(Debian: openjdk-17-jre-headless, macOS: openjdk@17), and put it on PATH or name it in JAVA_HOME"
        )


def _is_installed(package: str) -> bool:
    try:
        return find_spec(package) is not None
    except ModuleNotFoundError:
        return False


def _java_version() -> int | None:
    home = os.environ.get("JAVA_HOME")
    java = shutil.which(f"{home}/bin/java" if home else "java")
    if java is None:
        return None
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else None
