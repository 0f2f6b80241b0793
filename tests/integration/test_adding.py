"""Adding to the house, shown on a throw-away copy of it: six files each, and nothing else notices."""

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.integration.conftest import ask

pytestmark = pytest.mark.slow
HOUSE = Path(__file__).parents[2]
NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".local", ".*_cache", "__pycache__", "build", "target", "logs"
)
SPOTS = "day,spots\n2024-01-02,81\n2024-01-03,\n2024-01-04,90\n"

SOURCE = {
    "extract_load/sources/sunspots.py": '''"""Sunspots per day: one CSV, an unknown number is empty."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from extract_load.envelope import Envelope
from extract_load.source import Api, Columns, Provider, Request, Table, Window
from extract_load.values import as_date, as_number

DAYS = Table("sunspots_days", {"day": "date", "spots": "double"})


@dataclass(frozen=True)
class Sunspots(Api):
    """One series."""

    provider: Provider
    subjects: tuple[str, ...] = ("sun",)
    name: str = "sunspots"
    tables: tuple[Table, ...] = (DAYS,)

    def requests(
        self,
        subjects: Iterable[str],
        window: Window,
        today: date,  # noqa: ARG002
    ) -> Iterator[Request]:
        """One request for the window."""
        params = {"from": str(window.start), "to": str(window.end)}
        for subject in subjects:
            yield Request(subject, window, "/sunspots.csv", params)

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:
        """One row per day."""
        _, *lines = csv.reader((envelope.body or "").splitlines())
        yield DAYS, {"day": [as_date(day) for day, _ in lines], "spots": [as_number(n) for _, n in lines]}
''',
    "dbt_project/models/staging/sunspots/stg_sunspots__days.sql": """with source as (
    select * from {{ source('sunspots', 'sunspots_days') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by day order by {{ newest_response_first() }}
        ) as recency
    from source
),

renamed as (
    select
        day as spot_date,
        spots,
        extracted_at
    from ranked
    where
        recency = 1
        and spots is not null
)

select * from renamed
""",
    "dbt_project/models/staging/sunspots/_sunspots__models.yml": """sources:
  - name: sunspots
    schema: raw
    description: How many spots the sun had.
    config:
      loaded_at_field: extracted_at
      freshness:
        warn_after: {count: 3, period: day}
    tables:
      - name: sunspots_days
        description: What each response said of each day. One row per response and day.

models:
  - name: stg_sunspots__days
    description: The newest number of each day. One row per day.
    columns:
      - name: spot_date
        description: The day observed.
        data_tests: [unique, not_null]
      - name: spots
        description: Spots counted.
      - name: extracted_at
        description: When the answer arrived.

unit_tests:
  - name: a_day_without_a_number_is_left_out
    model: stg_sunspots__days
    given:
      - input: source('sunspots', 'sunspots_days')
        rows:
          - {day: 2024-03-01, spots: 7, extracted_at: 2024-03-03 10:00:00+00, object_key: a}
          - {day: 2024-03-02, spots: null, extracted_at: 2024-03-03 10:00:00+00, object_key: a}
    expect:
      rows:
        - {spot_date: 2024-03-01, spots: 7}
""",
}
IN_THE_HOUSE = {
    "extract_load/catalog.py": {
        "from extract_load.sources.tiingo": (
            "from extract_load.sources.sunspots import Sunspots\nfrom extract_load.sources.tiingo"
        ),
        "    GoogleTrends(),": '    Sunspots(Provider("https://sun.example", 1, 1)),\n    GoogleTrends(),',
    },
    "dashboard/credits.py": {
        ")\nTRADEMARKS": (
            '    Credit("sunspots", "Sunspots", "https://sun.example/", "Spots.", "Free for all."),\n'
            ")\nTRADEMARKS"
        )
    },
    "infra/aws/variables.tf": {
        "    open_meteo ": (
            '    sunspots          = { schedule = "cron(0 8 * * ? *)", fresh_within_hours = 30 }\n'
            "    open_meteo "
        )
    },
}
NOTICING = [
    *(f"tests/conventions/test_{rules}_rules.py" for rules in ("house", "evaluator")),
    *(
        f"tests/dashboard/test_{page}.py"
        for page in ("credits", "market_and_signals", "correlations", "verdicts")
    ),
]
"""What would tell of a seventh file: these test what those pages and the whole project are to be."""
DESCRIBED = """      - name: monitored_articles
        data_type: double precision
        description: "{{ doc('monitored_articles') }}"
      - name: policy_uncertainty
"""
INDICATOR = {
    "dbt_project/dbt_project.yml": {
        "    - {series: policy_uncertainty": (
            "    - {series: monitored_articles, source: gdelt, group: mood, question: outside,"
            ' label: Articles, short: Articles, unit: articles a day, digits: ",.0f"}\n'
            "    - {series: policy_uncertainty"
        )
    },
    "dbt_project/models/docs/indicators.md": {
        "{% docs vix_close %}": (
            "{% docs monitored_articles %}\nHow much news there is.\n{% enddocs %}\n\n{% docs vix_close %}"
        )
    },
    "dbt_project/models/intermediate/market/int_indicators_aligned.sql": {
        "        avg(policy.observed_value)": (
            "        cast(sum(news.monitored_articles) as {{ type_double() }}) as monitored_articles,\n"
            "        avg(policy.observed_value)"
        )
    },
    "dbt_project/models/intermediate/market/_market__models.yml": {
        "      - name: policy_uncertainty\n": DESCRIBED
    },
    "dbt_project/models/marts/core/_market__models.yml": {"      - name: policy_uncertainty\n": DESCRIBED},
    "dbt_project/models/marts/signals/_signals__models.yml": {
        "      - name: policy_uncertainty\n": DESCRIBED
    },
}


class _Sun(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(SPOTS.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def sun() -> Iterator[str]:
    """The new provider, over HTTP."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Sun) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the repository."""
    return Path(shutil.copytree(HOUSE, tmp_path / "house", ignore=NOT_COPIED))


def change(house: Path, changed: Mapping[str, Mapping[str, str]]) -> None:
    for name, changes in changed.items():
        text = (house / name).read_text()
        for old, new in changes.items():
            assert text.count(old) == 1
            text = text.replace(old, new)
        (house / name).write_text(text)


def run_in(house: Path, *command: str, **settings: str) -> None:
    # a run of its own: as this one's worker it would share its folder with every other
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=house,
        env=inherited | settings,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("published")
def test_a_source_is_six_files_and_an_indicator_is_six_and_nothing_else_notices(
    house: Path, sun: str
) -> None:
    assert len(SOURCE) + len(IN_THE_HOUSE) <= 6
    assert len(INDICATOR) <= 6
    for name, content in SOURCE.items():
        (house / name).parent.mkdir(exist_ok=True)
        (house / name).write_text(content)
    change(house, IN_THE_HOUSE | INDICATOR)
    run = partial(run_in, house, PROVIDERS_URL=sun, DBT_TARGET_PATH=str(house / "target"))
    run("extract_load", "extract", "--source", "sunspots", "--start", "2024-01-01")
    run("extract_load", "bootstrap")
    run("extract_load", "load")
    run("extract_load", "pipeline", "--loaded")
    assert ask("select spot_date::text, spots from staging.stg_sunspots__days order by 1") == [
        ("2024-01-02", 81.0),
        ("2024-01-04", 90.0),
    ]
    for known in (
        "fct_signal_daily where series = 'monitored_articles' and value is not null",
        "rpt_signal_correlations where indicator = 'monitored_articles' and r is not null",
        "rpt_market_timeline where monitored_articles > 0",
    ):
        assert ask(f"select count(*) > 0 from marts.{known}") == [(True,)]
    place = ["--project-dir", "dbt_project", "--profiles-dir", "dbt_project"]
    unit_test = "unit_test:a_day_without_a_number_is_left_out"
    run("dbt.cli.main", "--warn-error", "test", "-s", unit_test, *place)
    run("ruff", "check", "extract_load", "dashboard")
    run("pytest", "-p", "no:cacheprovider", *NOTICING)
