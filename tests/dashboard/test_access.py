"""A login, where one is configured, comes before every page."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.reading import ROOT, VIEWS

APP = ROOT / "dashboard" / "app.py"
AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "s", "client_id": "bellwether"}


@pytest.mark.usefixtures("published")
@pytest.mark.parametrize("page", sorted(page.stem for page in VIEWS.glob("*.py")))
def test_without_a_login_no_page_shows_anything(page: str) -> None:
    app = AppTest.from_file(APP, default_timeout=30)
    app.secrets["auth"] = AUTH
    app.switch_page(f"views/{page}.py").run()
    assert [button.label for button in app.button] == ["Log in"]
    assert [text.value for text in app.markdown] == ["Log in to see the pages."]
    assert not app.dataframe
    assert not app.metric


def test_whoever_reaches_a_server_without_a_login_is_on_this_machine() -> None:
    config = (ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert 'address = "127.0.0.1"' in config
