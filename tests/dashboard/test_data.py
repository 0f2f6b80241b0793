"""The page Data lists the releases that are kept, and says how one is read and cited."""

from pathlib import Path
from typing import Any

import pytest

from extract_load.landing import Place, open_landing
from extract_load.release.archive import Archive
from tests.dashboard.shown import Open, words

MART = {"file": "fct_sector_daily.parquet", "rows": 3, "bytes": 4, "sha256": "abc", "columns": {"a": "text"}}


def manifest(build: str) -> dict[str, Any]:
    return {
        "build_id": build,
        "data_through": "2024-06-28",
        "fingerprint": "f00d",
        "simulated": False,
        "licence": "The data remain their providers'.",
        "citation": f"Bellwether, build {build}.",
        "marts": {"fct_sector_daily": MART},
    }


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    url = f"file://{tmp_path}"
    monkeypatch.setenv("RELEASES_URL", url)
    kept = Archive(open_landing(url, Place("releases' place", "RELEASES_URL")))
    for name, build in (("000001-a", "old-build"), ("000002-b", "b0a1d2c3-0000")):
        kept.write(name, iter([("fct_sector_daily.parquet", b"PAR1")]), manifest(build))
    return kept


@pytest.mark.usefixtures("published", "archive")
def test_the_newest_release_is_shown_with_its_files_citation_and_licence(open_page: Open) -> None:
    app = open_page("data")
    assert app.selectbox[0].options == ["000002-b", "000001-a"]
    assert "**000002-b**, of the build that readers see: 1 mart, 3 rows" in words(app)
    assert "The data remain their providers'." in words(app)
    assert app.code[0].value == "Bellwether, build b0a1d2c3-0000."
    assert app.dataframe[0].value["sha256"].tolist() == ["abc"]
    assert [code.language for code in app.code[1:4]] == ["python", "sql", "r"]


@pytest.mark.usefixtures("published", "archive")
def test_an_earlier_release_says_that_it_is_of_another_build(open_page: Open) -> None:
    assert "**000001-a**, of another build" in words(open_page("data", release="000001-a"))
    assert "'000000-x'" in words(open_page("data", release="000000-x"))


@pytest.mark.usefixtures("published")
def test_where_no_place_is_told_or_none_can_be_read_the_page_says_so(
    open_page: Open, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("RELEASES_URL", raising=False)
    assert "was not told where releases are kept" in words(open_page("data"))
    monkeypatch.setenv("RELEASES_URL", f"file://{tmp_path}/empty")
    assert "No release is kept yet" in words(open_page("data"))


@pytest.mark.usefixtures("published")
def test_a_file_of_a_release_is_what_was_written(archive: Archive) -> None:
    assert archive.file("000002-b", "fct_sector_daily.parquet") == b"PAR1"
