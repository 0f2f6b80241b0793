"""The small world has the marts that the dbt project promises, whatever its own files say of them."""

import psycopg2
import pytest
from psycopg2.extensions import cursor

from tests.dashboard.contracts import contracts, fulfil


@pytest.mark.usefixtures("published")
def test_the_world_has_every_mart_and_column_of_the_contracts() -> None:
    with psycopg2.connect("") as admin, admin.cursor() as opened:
        opened.execute(
            "select table_name, array_agg(column_name::text) from information_schema.columns "
            "where table_schema = 'marts' group by table_name"
        )
        found = {mart: set(columns) for mart, columns in opened.fetchall()}
    assert found == {mart: set(columns) for mart, columns in contracts().items()}


def test_what_the_world_does_not_say_is_null(warehouse: cursor) -> None:
    warehouse.execute("alter table marts.fct_market_daily drop column policy_uncertainty")
    fulfil(warehouse)
    warehouse.execute("select count(*), count(policy_uncertainty) from marts.fct_market_daily")
    sessions, known = warehouse.fetchone() or (0, 0)
    assert sessions > 200
    assert known == 0


def test_a_column_that_no_contract_knows_is_refused(warehouse: cursor) -> None:
    warehouse.execute("alter table marts.dim_state add column anthem text")
    with pytest.raises(LookupError, match=r"dim_state.*anthem"):
        fulfil(warehouse)
