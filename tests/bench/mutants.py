"""Which small faults in a model's SQL do its unit tests notice? `make mutants`, or with options `--help`.

Each mutant is the dbt project with one change in a model, whose unit tests run without any other data.
One that no build could run is not counted. A survivor is a gap in the tests, or SQL that means the same.
"""

import argparse
import os
import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from tempfile import TemporaryDirectory
from typing import Any

from dbt.cli.main import dbtRunner
from tqdm import tqdm

from extract_load.dbt_build import placed
from extract_load.warehouse.bootstrap import bootstrap
from tests.databases import own_database

_BUILDS = ["--resource-type", "model", "--resource-type", "seed"]
_SILENT = re.compile(
    r"\{#.*?#\}|\{\{ config\(.*?\}\}|\{\{ ref\(.*?\}\}|(?:group by|limit) [\d, ]+", re.DOTALL
)
_NUMBER = r"(?<![\w.'-])\d+(?:\.\d+)?(?![\w.'-])"
_TURNS: Mapping[str, Mapping[str, str]] = {
    "join": {"left join": "inner join", "inner join": "left join", "full outer join": "inner join"},
    "comparison": {" <= ": " < ", " >= ": " > ", " < ": " <= ", " > ": " >= ", " != ": " = "},
    "arithmetic": {" + ": " - ", " - ": " + ", " * ": " / "},
    "aggregate": {
        "min(": "max(",
        "max(": "min(",
        "avg(": "sum(",
        "greatest(": "least(",
        "least(": "greatest(",
    },
    "neighbour": {"lag(": "lead(", "lead(": "lag(", " preceding": " following", "rank() ": "row_number() "},
    # no `union distinct`: of rows with a key it is the same
    "rows": {"select distinct": "select", " is null": " is not null"},
}
"""What is put in another's place, by kind of mutation."""


@dataclass(frozen=True)
class Mutant:
    """A model's SQL with one change: its text from `start` to `end` gives way to `instead`."""

    model: str
    text: str
    kind: str
    start: int
    end: int
    instead: str

    @property
    def sql(self) -> str:
        return self.text[: self.start] + self.instead + self.text[self.end :]

    def __str__(self) -> str:
        line = 1 + self.text.count("\n", 0, self.start)
        was, now = (
            " ".join(part.split()) or "nothing" for part in (self.text[self.start : self.end], self.instead)
        )
        return f"{self.model}:{line}  {self.kind}: {was} -> {now}"


def mutants(model: str, text: str) -> Iterator[Mutant]:
    """Every mutant of a model that we know to make."""
    # what is no SQL of ours keeps its length and says nothing
    audible = _SILENT.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    for kind, pattern, change in _changes():
        for found in re.finditer(pattern, audible):
            for instead in change(found):
                yield Mutant(model, text, kind, found.start(), found.end(), instead)


def _put(instead: str) -> Callable[[re.Match[str]], list[str]]:
    return lambda _: [instead]


def _changes() -> Iterator[tuple[str, str, Callable[[re.Match[str]], list[str]]]]:
    for kind, turns in _TURNS.items():
        for old, new in turns.items():
            yield kind, ("" if old[0] == " " else r"\b") + re.escape(old), _put(new)
    yield "number", _NUMBER, _other_numbers
    yield "constant", r"(?<== )'\w+'", _put("'mutant'")
    yield "order", r" desc\b", _put("")
    yield "order", r"order by [\w.]+(?=\s*(?:\)|\n))", lambda found: [f"{found[0]} desc"]
    yield "partition", r"partition by\s+[\w.]+(?:,\s+[\w.]+)*", _fewer_columns
    yield "condition", r"\n +(?:and|or) [^\n]+(?=\n\s*(?:and |or |\)|group|order|$|[^ ]))", _put("")
    yield "condition", r"(?<=where )[^\n]+(?=\n\S)", _put("true")
    yield "unknown", r"(?:coalesce|nullif)\((?P<of>[\w.]+), [^()]+\)", lambda found: [found["of"]]
    yield (
        "columns",
        r"(?m)^ +(?P<one>[\w.]+)(?P<as_one> as \w+)?,\n +(?P<two>[\w.]+)(?P<as_two> as \w+)?,?$",
        _swapped,
    )


def _other_numbers(found: re.Match[str]) -> list[str]:
    number = found[0]
    return [f"{float(number) * 100:g}"] if "." in number else [str(int(number) + 1)]


def _fewer_columns(found: re.Match[str]) -> list[str]:
    columns = re.split(r",\s+", found[0].removeprefix("partition by").strip())
    if len(columns) == 1:
        return ["partition by true"]
    return [f"partition by {', '.join(c for c in columns if c != gone)}" for gone in columns]


def _swapped(found: re.Match[str]) -> list[str]:
    one, two = found["one"], found["two"]
    names = [found[f"as_{which}"] or f" as {found[which].rpartition('.')[2]}" for which in ("one", "two")]
    return [f"        {two}{names[0]},\n        {one}{names[1]}{',' if found[0].endswith(',') else ''}"]


class Laboratory:
    """The project as dbt has read it, without its hooks, and a build of it without any data."""

    def __init__(self, names: Sequence[str]) -> None:
        """Build the models of those names, or below folders of those names.

        Raises:
            SystemExit: there is none, or they cannot be built.
        """
        project: Any = dbtRunner().invoke(["--quiet", "parse", *placed()]).result
        self._nodes = {key: node for key, node in project.nodes.items() if node.resource_type != "operation"}
        project.nodes = self._nodes
        self._dbt = dbtRunner(project)
        models = [node for node in self._nodes.values() if node.resource_type == "model"]
        self.models = {node.name: node for node in models if set(node.fqn) & set(names)}
        if not self.models:
            raise SystemExit(f"no model is called {' or '.join(names)}, or lies in a folder of that name")
        if "error" in self._ended("build", *_BUILDS, "-s", *(f"+{name}" for name in self.models)):
            raise SystemExit("the models cannot be built without data: `dbt build` says why")
        if self._ended("test", "-s", *(f"{name},test_type:unit" for name in self.models)) & {"fail", "error"}:
            raise SystemExit("unit tests fail without any mutant: `make check` says which")

    def mutants(self) -> list[Mutant]:
        return [mutant for name, node in self.models.items() for mutant in mutants(name, node.raw_code)]

    def fate(self, mutant: Mutant) -> str:
        """Whether the mutant is caught, survived, or could never be built."""
        node = self.models[mutant.model]
        node.raw_code = mutant.sql
        try:
            ended = self._ended("test", "-s", f"{mutant.model},test_type:unit")
            if "fail" in ended:
                return "caught"
            if "error" in self._ended("run", "-s", mutant.model):
                return "broken"
            return "caught" if "error" in ended else "survived"
        finally:
            node.raw_code = mutant.text

    def _ended(self, *command: str) -> set[str]:
        """How the nodes ended."""
        with redirect_stdout(StringIO()):
            done = self._dbt.invoke(["--quiet", "--no-write-json", *command, *placed()])
        results: Any = getattr(done.result, "results", ())
        return {"error"} if done.exception else {str(result.status) for result in results}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("make mutants", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--models", nargs="+", default=["marts", "signals"], help="names of models or of folders"
    )
    parser.add_argument(
        "--sample", type=int, default=60, help="how many mutants, 0 for all (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=1, help="another one draws other mutants")
    parser.add_argument(
        "--at-least", type=float, default=0.9, help="exit 1 below this share (default: %(default)s)"
    )
    return parser.parse_args()


def main() -> int:
    """Make the mutants, print each survivor, and the share that was caught; returns the exit code."""
    args = _arguments()
    fates: Counter[tuple[str, str]] = Counter()
    with own_database(os.environ) as environment, TemporaryDirectory() as folder:
        os.environ |= environment | {"DBT_TARGET_PATH": folder, "DBT_LOG_PATH": folder}
        bootstrap()
        laboratory = Laboratory(args.models)
        found = laboratory.mutants()
        drawn = random.Random(args.seed).sample(found, min(args.sample or len(found), len(found)))
        for mutant in tqdm(sorted(drawn, key=str), unit=" mutants", disable=None):
            fate = laboratory.fate(mutant)
            fates[mutant.model, fate] += 1
            if fate == "survived":
                tqdm.write(f"survived  {mutant}", file=sys.stdout)
    return _tell(fates, len(found), args.at_least)


def _tell(fates: Counter[tuple[str, str]], possible: int, at_least: float) -> int:
    print(f"\n{'model':40}{'caught':>8}{'survived':>10}{'broken':>8}")
    for model in sorted({model for model, _ in fates}):
        print(
            f"{model:40}{fates[model, 'caught']:>8}{fates[model, 'survived']:>10}{fates[model, 'broken']:>8}"
        )
    caught, survived = (sum(fates[key] for key in fates if key[1] == fate) for fate in ("caught", "survived"))
    share = caught / (caught + survived or 1)
    print(f"{caught} of {caught + survived} caught, {share:.0%}; drawn from {possible}")
    return 0 if share >= at_least else 1


if __name__ == "__main__":
    sys.exit(main())
