"""What seeds say, and the code that asks for it."""

import csv
from pathlib import Path

import pytest

from extract_load.catalog import LOCATIONS
from extract_load.extract.members_gate import SECTORS
from tests.conventions.project import FOLDER


def test_a_states_weather_is_asked_for_where_its_seed_says() -> None:
    with (FOLDER / "seeds" / "us_states.csv").open(encoding="utf-8") as file:
        points = {
            row["state_code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }
    asked = {place.code: (place.latitude, place.longitude) for place in LOCATIONS}
    assert points == {code: point for code, point in asked.items() if code != "NYC"}


@pytest.mark.parametrize("seed", sorted((FOLDER / "seeds").glob("*.csv")), ids=lambda seed: seed.stem)
def test_every_cell_of_a_seed_is_filled_and_no_line_is_told_twice(seed: Path) -> None:
    with seed.open(encoding="utf-8") as file:
        rows = [tuple(row) for row in csv.reader(file)]
    assert all(len(row) == len(rows[0]) and all(row) for row in rows)
    assert len(set(rows)) == len(rows)


def rows_of(seed: str) -> list[dict[str, str]]:
    with (FOLDER / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_spelling_means_a_sector_or_a_sub_industry_that_there_is() -> None:
    known = {row["gics_sub_industry"] for row in rows_of("gics_sub_industries")} | set(SECTORS)
    assert [row["name"] for row in rows_of("gics_spellings") if row["name"] not in known] == []
    assert [row for row in rows_of("gics_spellings") if row["spelling"] in known - set(SECTORS)] == []


def test_a_companys_renames_are_a_chain_from_its_first_ticker() -> None:
    chains: dict[str, list[dict[str, str]]] = {}
    for row in sorted(rows_of("ticker_renames"), key=lambda row: row["renamed_on"]):
        chains.setdefault(row["company_id"], []).append(row)
    for company, chain in chains.items():
        names = [company, *(row["new_ticker"] for row in chain)]
        assert [row["old_ticker"] for row in chain] == names[:-1]
