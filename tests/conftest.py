"""Parts that many tests stand on: simulated providers, a folder to land in, an S3 endpoint."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer

from extract_load.config import Settings
from infra.local.simulator import Simulator


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
