"""The clock of providers that replay recorded history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import requests


class ReplayClock:
    """What a replay takes for today; its address is what REPLAY_URL names."""

    def __init__(self, address: str) -> None:
        self._address = address

    @property
    def today(self) -> date:
        """The day that it is there."""
        stats = requests.get(f"{self._address}/_replay/stats", timeout=60)
        return date.fromisoformat(stats.json()["as_of"])

    def set(self, today: date) -> None:
        """Make it that day."""
        clock = f"{self._address}/_replay/clock"
        requests.post(clock, params={"date": str(today)}, timeout=60).raise_for_status()

    @contextmanager
    def put_back(self) -> Iterator[None]:
        """Whatever happens inside, it is the same day as before in the end."""
        before = self.today
        try:
            yield
        finally:
            self.set(before)
