"""Whether what stands in `marts_next` may be published: all built, then tested, of one state of the code."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from psycopg2.extensions import cursor

from extract_load.dbt_build import for_people
from extract_load.publish.set_aside import too_much_set_aside

NEXT = "marts_next"
NOTHING_BUILT = "nothing has been built here yet: `make pipeline` loads, builds and publishes"
_GOOD = {"success", "pass", "warn"}
_REASONS_SHOWN = 20
_NODES = """
with latest as (
    select distinct on (node_id) * from ops.build_results order by node_id, finished_at desc
)
select
    n.name, n.resource_type, n.schema_name, r.status, r.message, r.finished_at, r.invocation_id,
    r.project_fingerprint, b.is_empty, b.started_at, coalesce(n.rules, 0)
from ops.build_nodes as n
inner join latest as r using (node_id)
inner join ops.builds as b on r.invocation_id = b.invocation_id
where n.invocation_id = %s
order by n.resource_type, n.name
"""
_NEVER_RUN = """
select n.resource_type, n.name from ops.build_nodes as n
where n.invocation_id = %s and not exists (select from ops.build_results as r where r.node_id = n.node_id)
order by n.resource_type, n.name
"""


class PublishRefused(Exception):
    """What readers see stays as it is, for these reasons."""

    def __init__(self, *reasons: str) -> None:
        more = [f"and {len(reasons) - _REASONS_SHOWN} more"] if len(reasons) > _REASONS_SHOWN else []
        lines = [*reasons[:_REASONS_SHOWN], *more]
        super().__init__(f"refused: {lines[0]}" if len(lines) == 1 else "\n  ".join(["refused:", *lines]))


@dataclass(frozen=True)
class Node:
    """A node of the dbt project, with its latest result."""

    name: str
    resource_type: str
    schema_name: str | None
    status: str
    message: str | None
    finished_at: datetime
    invocation_id: str
    fingerprint: str | None
    is_empty: bool
    started_at: datetime
    rules: int

    @property
    def is_test(self) -> bool:
        """Whether it tests; all else builds."""
        return self.resource_type == "test"

    @property
    def is_mart(self) -> bool:
        """Whether it is one of the tables to publish."""
        return self.resource_type == "model" and self.schema_name == NEXT

    @property
    def is_table(self) -> bool:
        """Whether it keeps data; staging's views do not."""
        return self.resource_type == "model" and self.schema_name != "staging"

    def __str__(self) -> str:
        return f"{self.resource_type} {self.name}"


@dataclass(frozen=True)
class Build:
    """What stands in `marts_next`, as dbt's invocations have recorded it.

    Args:
        build_id: the newest invocation.
        nodes: the project's nodes.
        never_run: names of nodes without any result.
        last_publish: when marts_next was last swapped away.
        tables: the tables in marts_next.
    """

    build_id: str
    nodes: Sequence[Node]
    never_run: Sequence[str]
    last_publish: datetime | None
    tables: frozenset[str]

    @property
    def rules_held(self) -> int:
        """How many rules hold: tests that passed, and constraints of the tables that were built."""
        passed = sum(node.is_test and node.status == "pass" for node in self.nodes)
        return passed + sum(node.rules for node in self.nodes)

    @property
    def tests_warned(self) -> int:
        """How many tests found something that stops no publish."""
        return sum(node.is_test and node.status == "warn" for node in self.nodes)

    @property
    def started_at(self) -> datetime:
        """When the first of the tables was begun: all that was loaded before is in them."""
        return min(node.started_at for node in self.nodes if node.is_table)

    @property
    def fingerprint(self) -> str:
        """The state of the project that made it, as dbt noted it."""
        return next(node.fingerprint or "" for node in self.nodes)

    @property
    def marts(self) -> frozenset[str]:
        """The tables that the project makes."""
        return frozenset(node.name for node in self.nodes if node.is_mart)


def newest_build(cur: cursor) -> str:
    """The last invocation of dbt, whether it has ended or not.

    Raises:
        PublishRefused: there is none.
    """
    cur.execute("select invocation_id from ops.builds order by started_at desc limit 1")
    newest: tuple[str] | None = cur.fetchone()
    if newest is None:
        raise PublishRefused(NOTHING_BUILT)
    return newest[0]


def audited_build(cur: cursor) -> Build:
    """What may be published.

    Raises:
        PublishRefused: nothing may.
    """
    build = _read(cur, newest_build(cur))
    reasons = list(objections(build)) or too_much_set_aside(cur)
    if reasons:
        raise PublishRefused(*reasons)
    return build


def _read(cur: cursor, build_id: str) -> Build:
    cur.execute(_NODES, (build_id,))
    nodes = [Node(*row) for row in cur]
    cur.execute(_NEVER_RUN, (build_id,))
    never_run = [f"{kind} {name}" for kind, name in cur]
    cur.execute("select max(published_at) from ops.publishes where action = 'publish'")
    (last_publish,) = cur.fetchone() or (None,)
    cur.execute(
        "select relname from pg_class where relnamespace = to_regnamespace(%s) and relkind = 'r'", (NEXT,)
    )
    return Build(build_id, nodes, never_run, last_publish, frozenset(name for (name,) in cur))


def objections(build: Build) -> Iterator[str]:
    """Why it may not be published; none if it may."""
    last = max(
        (node for node in build.nodes if not node.is_test), key=attrgetter("finished_at"), default=None
    )
    if last is None:
        yield f"dbt invocation {build.build_id} is still running or was killed: run `dbt build`"
        return
    yield from (f"{name} has never been run" for name in build.never_run)
    # what failed comes before what is merely older than it
    for node in sorted(build.nodes, key=lambda node: node.status in _GOOD):
        objection = _objection(node, last) or (_missing(node, build) if node.is_mart else "")
        if objection:
            yield f"{node} {objection}"


def _objection(node: Node, last: Node) -> str:
    """What is wrong with a node, `last` being the one that was built last."""
    if node.status not in _GOOD:
        return f"ended with {node.status}: {for_people(node.message)}"
    if node.is_empty:
        return "was last built without its data (--empty or --sample)"
    if node.fingerprint != last.fingerprint:
        return "was last run by another state of the project"
    if node.is_test and node.invocation_id != last.invocation_id and node.finished_at < last.finished_at:
        return "has not been run since the last build"
    return ""


def _missing(mart: Node, build: Build) -> str:
    if build.last_publish and mart.finished_at <= build.last_publish:
        return "has not been built since the last publish"
    return "" if mart.name in build.tables else f"is not in {NEXT}"
