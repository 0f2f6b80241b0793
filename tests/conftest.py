"""Parts that many tests stand on: a PostgreSQL, simulated providers, a folder to land in, an S3 endpoint."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from extract_load.config import Settings
from infra.local.postgres import EmbeddedPostgres
from infra.local.simulator import Simulator

READER_PASSWORD = "the reader's"


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of an embedded PostgreSQL; tests take databases of their own on it."""
    postgres = EmbeddedPostgres(tmp_path_factory.mktemp("server") / "postgres")
    try:
        with postgres:
            yield postgres.env() | {"BELLWETHER_READER_PASSWORD": READER_PASSWORD}
    finally:
        postgres.remove()


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
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()
