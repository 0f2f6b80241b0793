"""Where OpenID Connect is configured: nothing without a login, everything with one, and out again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from infra.local.ports import free_port
from tests.browser.fixtures import served
from tests.browser.oidc import CLIENT, provider
from tests.databases import own_database

SECRETS = """
[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "known to the test"
client_id = "{client}"
client_secret = "known to the provider"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@pytest.fixture
def guarded(world: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a dashboard behind a login."""
    port, secrets = free_port(), tmp_path / "secrets.toml"
    with provider() as url, own_database(world, world["PGDATABASE"]) as environment:
        secrets.write_text(SECRETS.format(port=port, client=CLIENT, provider=url))
        with served(environment, "--secrets.files", str(secrets), port=port) as address:
            yield address


@pytest.mark.slow
def test_a_reader_logs_in_at_the_provider_and_out_again(browser: Browser, guarded: str) -> None:
    page = browser.new_page()
    page.goto(f"{guarded}/pipeline_health")  # by a link, before anybody has opened the first page
    expect(page.get_by_test_id("stHeaderLogo")).to_be_visible()  # drawn by app.py, around every page
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    expect(page.get_by_text("not investment advice")).not_to_be_visible()
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_text("not investment advice")).to_be_visible()
    page.get_by_role("button", name="Log out ada@example.com").click()
    expect(page.get_by_role("button", name="Log in")).to_be_visible()
    page.close()
