"""Fixtures, and the app as its pages' reader sees it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.fixtures import published, unchanged, warehouse, world

__all__ = ["published", "unchanged", "warehouse", "world"]

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
Open = Callable[..., AppTest]


@pytest.fixture
def open_page() -> Open:
    """Opens a page of the app, the Overview unless another file is named, with query parameters."""

    def opened(page: str = "", **parameters: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=30)
        if page:
            app.switch_page(f"views/{page}.py")
        app.query_params.update(parameters)
        app.run()
        assert not app.exception, app.exception
        return app

    return opened
