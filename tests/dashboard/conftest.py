"""Fixtures, and the app as its pages' reader sees it."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from tests.dashboard.shown import Open

APP = Path(__file__).parents[2] / "dashboard" / "app.py"


@pytest.fixture(scope="session", autouse=True)
def _packages_are_scanned_once() -> Iterator[None]:
    """Every AppTest reads what is installed again, for components: half of a page's time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests)
        )
        yield


@pytest.fixture
def open_page() -> Open:
    """Opens a page of the app, the Overview unless another file is named, with query parameters."""

    def opened(page: str = "", **parameters: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=60)
        app.session_state["begun"] = True  # no browser has to make room first
        if page:
            app.switch_page(f"views/{page}.py")
        app.query_params.update(parameters)
        app.run()
        assert not app.exception, app.exception
        return app

    return opened
