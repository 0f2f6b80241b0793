"""Keys of providers: which host they are for, and how they are sent."""

from dataclasses import replace
from datetime import date

from extract_load.catalog import SOURCES
from extract_load.config import Settings
from extract_load.source import Api

SETTINGS = Settings("file:///landing", None, date(2025, 7, 1), None)


def test_with_a_key_open_meteo_is_asked_where_no_address_is_limited() -> None:
    (source,) = (source for source in SOURCES if source.name == "open_meteo")
    assert isinstance(source, Api)
    assert (source.host(SETTINGS), source.secret_params(SETTINGS)) == (source.provider.url, {})
    keyed = replace(SETTINGS, open_meteo_api_key="sesame")
    assert source.host(keyed) == "https://customer-archive-api.open-meteo.com"
    assert source.secret_params(keyed) == {"apikey": "sesame"}
    assert "sesame" not in repr(keyed)
