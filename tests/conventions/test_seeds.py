"""What seeds say, and the code that asks for it."""

import csv

from extract_load.catalog import LOCATIONS
from tests.conventions.project import FOLDER


def test_a_states_weather_is_asked_for_where_its_seed_says() -> None:
    with (FOLDER / "seeds" / "us_states.csv").open(encoding="utf-8") as file:
        points = {
            row["state_code"]: (float(row["latitude"]), float(row["longitude"]))
            for row in csv.DictReader(file)
        }
    asked = {place.code: (place.latitude, place.longitude) for place in LOCATIONS}
    assert points == {code: point for code, point in asked.items() if code != "NYC"}
