"""A standalone Spark cluster: one master and workers, each a process of its own, from PySpark's own files.

And what tests on Spark are skipped without.
"""

import json
import os
import shutil
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from subprocess import Popen

import pytest

from infra.local.ports import LOOPBACK, free_port

_PATIENCE_SECONDS = 120

needs_spark = pytest.mark.skipif(
    not (find_spec("pyspark") and shutil.which("java")),
    reason="PySpark or Java is missing: pip install -r requirements-spark.txt, and Java 17",
)


class Cluster:
    """A running cluster: its address, and its workers' processes."""

    def __init__(self, url: str, workers: Sequence[Popen[bytes]]) -> None:
        self.url = url
        self.workers = workers


@contextmanager
def cluster(folder: Path, workers: int = 2, memory: str = "2g") -> Iterator[Cluster]:
    """A cluster whose processes write below `folder`, and end with the context.

    Args:
        folder: for logs and what workers spill.
        workers: how many, of one core each.
        memory: of each worker.
    """
    port, page = free_port(), free_port()
    master = f"spark://{LOOPBACK}:{port}"
    with ExitStack() as running:
        command = ["master.Master", "--host", LOOPBACK, "--port", str(port), "--webui-port", str(page)]
        running.enter_context(_process(folder / "master", command))
        started = [
            running.enter_context(
                _process(folder / f"worker{number}", _worker(folder / f"worker{number}", memory, master))
            )
            for number in range(workers)
        ]
        _await(page, workers)
        yield Cluster(master, started)


def _worker(folder: Path, memory: str, master: str) -> list[str]:
    options = ["--host", LOOPBACK, "--cores", "1", "--memory", memory, "--webui-port", str(free_port())]
    return ["worker.Worker", *options, "--work-dir", str(folder), master]


@contextmanager
def _process(folder: Path, command: Sequence[str]) -> Iterator[Popen[bytes]]:
    folder.mkdir(parents=True)
    found = find_spec("pyspark")
    home = Path(str(found and found.origin)).parent
    environment = os.environ | {
        "SPARK_HOME": str(home),
        "SPARK_LOCAL_IP": LOOPBACK,
        "SPARK_DAEMON_MEMORY": "256m",
    }
    launcher = [str(home / "bin" / "spark-class"), f"org.apache.spark.deploy.{command[0]}", *command[1:]]
    with (
        (folder / "log").open("wb") as log,
        Popen(launcher, env=environment, stdout=log, stderr=log) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def _await(page: int, workers: int) -> None:
    """Wait until the master counts the workers."""
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while _alive(f"http://{LOOPBACK}:{page}/json/") < workers:
        if time.monotonic() > deadline:
            raise TimeoutError("the cluster's workers have not come up")
        time.sleep(0.5)


def _alive(url: str) -> int:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=60) as answer:
            return int(json.load(answer)["aliveworkers"])
    except OSError:
        return 0
