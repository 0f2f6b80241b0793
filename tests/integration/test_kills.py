"""Whenever it is killed, a run loses nothing, doubles nothing, and readers see whole builds alone.

Nor does it matter that the first of all runs is among faults.
"""

import random
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from infra.local.simulator import Simulator
from tests.integration.conftest import READER, Ask, Clock
from tests.integration.test_clock import START, assert_equal_but_for_records_of_runs, one_run
from tests.marts import marts

SEED = 20_261_128
AMONG_FAULTS = date(2025, 6, 11)
MORNINGS = [date(2025, 6, day) for day in (12, 13, 16)]
KILLS = {"extract": 15, "load": 12, "pipeline": 3}
"""Of each morning, at random moments; one more just as it publishes, and as many of what publishes then."""

PUBLISHES = 5
PROGRAM = [sys.executable, "-m", "extract_load"]
COMMANDS = {
    "extract": ["extract", "--start", str(START)],
    "load": ["load"],
    "pipeline": ["pipeline", "--loaded"],
    "publish": ["publish"],
}
_BEGUN = """
select 1 from pg_class inner join pg_namespace as schemas on schemas.oid = relnamespace
where nspname = 'marts_next'
"""
_SEEN = """
select
    (select max(publish_id) from ops.publishes),
    md5(string_agg(relname || ':' || pg_relation_filenode(tables.oid), ',' order by relname))
from pg_class as tables
inner join pg_namespace as schemas on tables.relnamespace = schemas.oid
where nspname = 'marts' and relkind = 'r'
"""
"""The newest publish, and which tables readers see: its alone, for none is ever written to."""


class Killer:
    """Runs commands, and kills them."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.dice = random.Random(SEED)
        self.seconds = {"extract": 6.0, "load": 4.0, "pipeline": 15.0}  # a build takes longer
        self.kills = 0
        self.seen: dict[int | None, str | None] = {}

    def look(self) -> int | None:
        """See that readers have the newest publish's tables, and no other had them; say which it is.

        What is killed at a random moment may have published by then.
        """
        publish: int | None
        ((publish, tables),) = self.ask(_SEEN)
        assert self.seen.setdefault(publish, tables) == tables
        assert len(set(self.seen.values())) == len(self.seen)
        return publish

    def end(self, command: str) -> None:
        """Let it run to its end."""
        started = time.monotonic()
        done = subprocess.run([*PROGRAM, *COMMANDS[command]], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        self.seconds[command] = time.monotonic() - started

    def kill(self, command: str, *, as_it_publishes: bool = False) -> bool:
        """Kill it at a random moment of all, or of its publish; whether it was still running."""
        ((newest,),) = self.ask("select coalesce(max(run_id), 0) from ops.runs")
        started = subprocess.Popen(
            [*PROGRAM, *COMMANDS[command]], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if as_it_publishes:
            self.await_publish(started, newest)
        else:
            after = self.dice.uniform(0.3, self.seconds[command])
            time.sleep(after)
            if started.poll() is not None:
                self.seconds[command] = after  # the next one sooner
        ended = started.poll() is not None
        started.kill()
        started.wait()
        self.kills += not ended
        self.look()
        return not ended

    def kill_a_first_run_as_it_builds(self) -> None:
        """Kill it once it has a table for readers, before any was published."""
        command = [*PROGRAM, "pipeline", "--start", str(START)]
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 600
        while not self.ask(_BEGUN):
            assert started.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        started.kill()
        started.wait()
        self.kills += 1
        assert self.look() is None
        assert self.ask("select status from ops.runs where command = 'pipeline'") == [("running",)]

    def kill_often(self, command: str, times: int) -> None:
        """Kill it that many times while it runs; what ended before it was killed is not one of them."""
        for _ in range(10 * times):
            times -= self.kill(command)
            if not times:
                return
        raise AssertionError(f"{command} ends before it can be killed")

    def await_publish(self, started: subprocess.Popen[bytes], newest: int) -> None:
        """Wait until it publishes, and a little longer; what was killed before says for ever that it runs."""
        publishes = "select 1 from ops.runs where command = 'publish' and status = 'running' and run_id > %s"
        while started.poll() is None and not self.ask(publishes, newest):
            time.sleep(0.005)
        time.sleep(self.dice.uniform(0, 0.05))


@pytest.mark.slow
def test_a_first_run_among_faults_and_a_hundred_kills_leave_the_marts_of_one_run_without_any(
    set_clock: Clock, simulator: Simulator, world: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killer = Killer(world)
    assert killer.look() is None  # nothing, before the first build
    set_clock(AMONG_FAULTS)
    simulator.set_faults(0.5)
    killer.kill_a_first_run_as_it_builds()
    simulator.set_faults(0.0)
    # of what faults have left: whether that will do for readers or not, they see a whole build or none
    subprocess.run([*PROGRAM, *COMMANDS["pipeline"]], capture_output=True, check=False, timeout=600)
    killer.look()
    publishes = 0
    for morning in MORNINGS:
        published = killer.look()
        set_clock(morning)
        for command in ("extract", "load"):
            killer.kill_often(command, KILLS[command])
            killer.end(command)
            assert killer.look() == published
        killer.kill_often("pipeline", KILLS["pipeline"])
        killer.kill("pipeline", as_it_publishes=True)
        publishes += sum(killer.kill("publish", as_it_publishes=True) for _ in range(PUBLISHES))
        killer.end("publish")
        assert killer.look() != published
    assert killer.kills > 90
    assert publishes >= len(MORNINGS)
    survived = marts(**READER)
    assert_equal_but_for_records_of_runs(survived, one_run(START, world, tmp_path / "once", monkeypatch))
