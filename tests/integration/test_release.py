"""What readers see can be kept as Parquet, read elsewhere, and proved."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from extract_load.cli import main
from tests.integration.conftest import ask
from tests.marts import marts

SAME = "data_through, rules_held, tests_warned, rows_rejected, fingerprint, simulated, engine"
pytestmark = pytest.mark.usefixtures("published")


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where releases are kept: a folder that is not there yet."""
    monkeypatch.setenv("RELEASES_URL", (tmp_path / "releases").as_uri())
    return tmp_path / "releases"


def kept(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob("*/manifest.json"))


def test_a_release_holds_every_mart_to_the_last_value_and_is_made_once(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["release"]) == 0
    assert main(["release"]) == 0
    assert "is there already" in capsys.readouterr().out
    (folder,) = kept(releases)
    published = marts()
    manifest = json.loads((folder / "manifest.json").read_text())
    assert {name: mart["rows"] for name, mart in manifest["marts"].items()} == {
        name: len(frame) for name, frame in published.items()
    }
    assert manifest["simulated"]
    assert ask("select build_id from ops.publishes order by publish_id desc limit 1") == [
        (manifest["build_id"],)
    ]
    stocks = pd.read_parquet(folder / "fct_stock_daily.parquet")
    expected = published["fct_stock_daily"]
    keys = ["company_id", "trade_date"]
    columns = [*keys, "close", "volume", "total_return", "is_member"]
    pd.testing.assert_frame_equal(
        stocks.sort_values(keys, ignore_index=True)[columns],
        expected.sort_values(keys, ignore_index=True)[columns],
        check_dtype=False,
    )
    assert main(["release", "--verify"]) == 0


def test_a_release_that_was_changed_is_found_out(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release"]) == 0
    file = kept(releases)[0] / "dim_date.parquet"
    file.write_bytes(file.read_bytes()[:-1] + b"?")
    assert main(["release", "--verify"]) == 1
    assert "the file of dim_date is not the one that was released" in capsys.readouterr().err


def test_a_database_that_was_changed_is_found_out(releases: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release"]) == 0
    ask("update marts.fct_stock_daily set close = close + 0.0001 where ctid = '(0,1)'")
    assert main(["release", "--verify", kept(releases)[0].name]) == 1
    assert "fct_stock_daily differs from the database in close" in capsys.readouterr().err


def test_only_the_newest_are_kept_and_an_older_build_cannot_be_proved_any_more(
    releases: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASES_KEPT", "2")
    names = []
    for _ in range(3):
        assert main(["release"]) == 0
        names.append(kept(releases)[-1].name)
        ask(
            f"insert into ops.publishes (action, build_id, published_at, {SAME})"
            f" select action, build_id || '+', published_at + '1 s', {SAME}"
            " from ops.publishes order by publish_id desc limit 1"
        )
    assert [folder.name for folder in kept(releases)] == names[1:]
    assert not (releases / names[0] / "dim_date.parquet").exists()
    assert main(["release", "--verify"]) == 1
    assert "is whole, but the database holds build" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_and_the_publish_stands(
    releases: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    releases.write_text("a file, where a folder is to be")
    assert main(["pipeline", "--loaded"]) == 0
    assert "not released: cannot " in capsys.readouterr().out


def test_a_bucket_will_do(
    s3: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASES_URL", "s3://releases/of/ours")
    s3.create_bucket(Bucket="releases")
    assert main(["release"]) == 0
    assert main(["release", "--verify"]) == 0
    assert "is whole, and holds what readers see" in capsys.readouterr().out


@pytest.mark.parametrize(("variable", "wrong"), [("RELEASES_KEPT", "0"), ("RELEASES_URL", "there")])
def test_what_makes_no_sense_is_refused(
    releases: Path,  # noqa: ARG001
    variable: str,
    wrong: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(variable, wrong)
    assert main(["release"]) == 2
    assert f"{variable} is '{wrong}'" in capsys.readouterr().err
