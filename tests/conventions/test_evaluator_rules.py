"""The dbt project keeps every rule of dbt_project_evaluator, but for what is written down with its reason."""

import pytest

from tests.conventions.exceptions import EXCEPTIONS, WIDER
from tests.conventions.project import Project
from tests.conventions.rules import RULES


@pytest.mark.parametrize("rule", RULES)
def test_no_node_breaks_the_rule(project: Project, rule: str) -> None:
    excepted = {node for of, node in EXCEPTIONS if of == rule}
    assert project.names(RULES[rule](project)) == excepted, RULES[rule].__doc__


def test_all_29_rules_are_checked() -> None:
    assert len(RULES) == 29
    assert {rule for rule, _ in EXCEPTIONS} | WIDER.keys() <= RULES.keys()
