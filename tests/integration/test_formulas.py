"""Every formula gives what its unit tests expect, and no build is judged by them."""

import pytest

from tests.integration.conftest import ask, dbt


@pytest.mark.usefixtures("published")
def test_every_formula_gives_what_its_unit_tests_expect_and_no_build_is_judged_by_them() -> None:
    # they take the types of what they are given from what was built, which is here already
    ask("drop schema marts_next; alter schema marts rename to marts_next")
    done = dbt("test", "--select", "test_type:unit")
    results = getattr(done.result, "results", ())
    ended = {result.node.name: result for result in results if result.node.resource_type == "unit_test"}
    assert len(ended) > 90, done.exception
    assert {name: r.message for name, r in ended.items() if r.status != "pass"} == {}
    for table in ("build_nodes", "build_results"):
        assert ask(f"select count(*) from ops.{table} where resource_type = 'unit_test'") == [(0,)]
