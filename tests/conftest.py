"""Parts that many tests stand on: a PostgreSQL, simulated providers, a folder to land in, an S3 endpoint."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from extract_load.config import Settings
from infra.local.simulator import Simulator
from tests.built_world import BuiltWorld, built_world
from tests.databases import server_of

# once a process, whoever asks: imported by name they would be others, and a browser has one driver
pytest_plugins = ["tests.dashboard.fixtures", "tests.browser.fixtures"]

READER_PASSWORD = "the reader's"


@pytest.hookimpl(trylast=True)  # of what is chosen
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest by far begins first, each at the head of another worker's share."""
    share = len(items) // int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    longest = [item for item in items if item.get_closest_marker("longest")]
    items[:] = [item for item in items if item not in longest]
    for number, item in enumerate(longest):
        items.insert(number * share, item)


@pytest.fixture(scope="session")
def of_the_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one run share."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="session")
def server(of_the_run: Path) -> Iterator[dict[str, str]]:
    """The environment of the run's embedded PostgreSQL; tests take databases of their own on it."""
    with server_of(of_the_run) as environment:
        yield environment | {"BELLWETHER_READER_PASSWORD": READER_PASSWORD}


@pytest.fixture(scope="session")
def published_world(server: dict[str, str], of_the_run: Path) -> BuiltWorld:
    """A year of the simulated world, built and published once, to copy from."""
    return built_world(server, of_the_run)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    """Simulated providers, with the clock at the simulated world's default."""
    with Simulator() as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, simulator: Simulator) -> Settings:
    """An environment of its own folder and the simulated providers."""
    return Settings(
        landing_url=f"file://{tmp_path}/landing",
        providers_url=simulator.url,
        today=date(2025, 7, 1),
        tiingo_api_key=None,
    )


@pytest.fixture(scope="session")
def s3_endpoint() -> Iterator[str]:
    """A server that speaks S3, over HTTP."""
    # here and below: what takes seconds to import is imported by those who use it
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of that server, which the environment names to whoever else asks for S3."""
    import boto3

    for name, value in {
        "AWS_ENDPOINT_URL_S3": s3_endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    return boto3.client("s3")
