import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.widgets.definitions import definition

DASHBOARD = Path(__file__).parents[2] / "dashboard"


def test_a_definition_is_the_models_own_words() -> None:
    assert (
        definition("mood_level")
        == "Level of the depression index: Low up to 33, Medium up to 66, High above."
    )


def test_several_definitions_are_paragraphs() -> None:
    assert definition("members", "n_eff") == f"{definition('members')}\n\n{definition('n_eff')}"


def test_a_definition_that_nobody_wrote_is_refused() -> None:
    with pytest.raises(KeyError, match="made_up"):
        definition("made_up")


def test_every_definition_that_the_dashboard_asks_for_is_written() -> None:
    asked = {name for path in DASHBOARD.rglob("*.py") for name in names_asked(path)}
    assert asked
    for name in asked:
        assert definition(name)


def names_asked(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "definition":
            yield from (str(name.value) for name in node.args if isinstance(name, ast.Constant))
