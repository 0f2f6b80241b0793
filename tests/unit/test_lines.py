"""A landed line becomes rows, or says why not."""

from collections.abc import Iterator

from extract_load.envelope import Envelope
from extract_load.load.lines import read_line
from extract_load.source import Columns, Source, Table
from tests.integration.landed import FAILED, GOOD

TABLE = Table("t", {"name": "text", "price": "double"})


class Says(Source):
    """A source that makes of every body the columns it was given."""

    name = "fred"
    tables = (TABLE,)

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def rows(self, envelope: Envelope) -> Iterator[tuple[Table, Columns]]:  # noqa: ARG002
        yield TABLE, {"name": []}
        yield TABLE, self._columns


def names_and_reason(columns: Columns, envelope: Envelope = GOOD) -> tuple[list[str], str]:
    line = read_line(Says(columns), 7, envelope.to_line().encode())
    return [table.name for table, _ in line.rows], line.reject.reason if line.reject else ""


def test_an_outcome_and_rows_come_of_a_good_answer() -> None:
    assert names_and_reason({"name": ["a"], "price": [1.0]}) == (["extraction_outcomes", "t", "t"], "")


def test_only_an_outcome_comes_of_a_failure() -> None:
    assert names_and_reason({"name": ["a"]}, FAILED) == (["extraction_outcomes"], "")


def test_arrays_of_unequal_length_leave_only_the_outcome() -> None:
    assert names_and_reason({"name": ["a", "b"], "price": [1.0]}) == (
        ["extraction_outcomes"],
        "arrays of unequal length for t: {'name': 2, 'price': 1}",
    )


def test_a_column_that_is_not_declared_is_refused() -> None:
    assert names_and_reason({"surprise": ["a"]})[1] == "t has no column surprise"


def test_the_record_is_the_beginning_of_the_body_as_postgresql_can_hold_it() -> None:
    line = read_line(Says({"x": []}), 7, GOOD.to_line().replace("13.2", r"\u0000\ud800").encode())
    assert line.reject
    assert line.reject.record.startswith("observation_date,VIXCLS\n2024-01-02,\\x00\\ud800\n")
    assert (line.reject.line_number, line.reject.extracted_at) == (7, GOOD.extracted_at)
