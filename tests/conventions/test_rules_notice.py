"""Each rule notices what breaks it, and nothing else."""

import pytest

from tests.conventions.broken import MARTS, STAGING, model, page, project, rule_of, source
from tests.conventions.exceptions import WIDER
from tests.conventions.project import Node
from tests.conventions.rules import RULES

STG = model("stg_a", "a", folder=STAGING)
FINE = [
    source(),
    STG,
    model("int_a", "stg_a"),
    model("dim_a", "int_a", folder=MARTS, access="public"),
    page("p", "dim_a"),
]
VIEWS = [model(f"int_{n}", f"int_{n - 1}" if n else "stg_a", materialized="view") for n in range(5)]
BROKEN: dict[str, tuple[list[Node], set[str]]] = {
    "direct_join_to_source": ([source(), STG, model("int_b", "a", "stg_a")], {"int_b"}),
    "duplicate_sources": ([source("b", identifier="a"), source()], {"s.a", "s.b"}),
    "hard_coded_references": (
        [
            model("int_a", raw_code="select * from raw.bars"),
            model("int_b", raw_code="select * from {{ ref('a') }} join {{ var('b') }} using (c)"),
            model("int_c", raw_code='select * from "bars" where a is not distinct from b.c'),
            model(
                "int_d",
                raw_code="{# from raw.bars #} select a is distinct from b.c, extract(year from d) from e",
            ),
        ],
        {"int_a", "int_b", "int_c"},
    ),
    "marts_or_intermediate_dependent_on_source": ([source(), model("int_a", "a")], {"int_a"}),
    "model_fanout": ([STG, source(), *(model(f"int_{n}", "stg_a") for n in range(3))], {"stg_a"}),
    "multiple_sources_joined": (
        [source(), source("b"), model("stg_ab", "a", "b", folder=STAGING)],
        {"stg_ab"},
    ),
    "rejoining_of_upstream_concepts": (
        [source(), STG, model("int_a", "stg_a"), model("int_b", "stg_a", "int_a")],
        {"int_b"},
    ),
    "root_models": ([model("int_a")], {"int_a"}),
    "source_fanout": ([source(), STG, model("stg_b", "a", folder=STAGING)], {"s.a"}),
    "staging_dependent_on_marts_or_intermediate": (
        [source(), model("int_a", "a"), model("stg_b", "int_a", folder=STAGING)],
        {"stg_b"},
    ),
    "staging_dependent_on_staging": ([source(), STG, model("stg_b", "stg_a", folder=STAGING)], {"stg_b"}),
    "unused_sources": ([source()], {"s.a"}),
    "too_many_joins": (
        [*(source(str(n)) for n in range(7)), model("int_a", *map(str, range(7)))],
        {"int_a"},
    ),
    "missing_primary_key_tests": (
        [
            model("int_a", tested=("unique",)),
            model("int_b"),
            model("int_c", tested=(), constraints=[rule_of("primary_key")], enforced=False),
            model("int_d", tested=(), constraints=[rule_of("unique")]),
            model("int_e", tested=("unique",), tested_column="(c, d)"),
        ],
        {"int_a", "int_c", "int_d"},
    ),
    "sources_without_freshness": ([source(freshness={"warn_after": {"count": None}})], {"s.a"}),
    "test_coverage": (
        [
            model("int_a", tested=()),
            model("int_b"),
            model("int_c", tested=(), constraints=[rule_of("check", "c > 0")], enforced=False),
        ],
        {"int_a", "int_c"},
    ),
    "undocumented_models": ([model("int_a", description="")], {"int_a"}),
    "documentation_coverage": ([model("int_a", description=""), model("int_b")], {"int_a"}),
    "undocumented_source_tables": ([source(description="")], {"s.a"}),
    "undocumented_sources": ([source(source_description="")], {"s.a"}),
    "test_directories": ([model("int_a", tests_in="marts")], {"int_a"}),
    "model_naming_conventions": ([model("fct_a"), model("stg_b", folder="other")], {"fct_a", "stg_b"}),
    "source_directories": ([source(original_file_path="models/staging/_s.yml")], {"s.a"}),
    "model_directories": (
        [source(), model("stg_a", "a", folder="staging/t"), model("int_a", folder="intermediate/marts")],
        {"stg_a", "int_a"},
    ),
    "chained_views_dependencies": ([source(), STG, *VIEWS], {"int_4"}),
    "exposure_parents_materializations": (
        [source(), model("dim_a", materialized="view"), page("p", "dim_a"), page("q", "a")],
        {"dim_a", "s.a"},
    ),
    "public_models_without_contract": ([model("dim_a", access="public", enforced=False)], {"dim_a"}),
    "exposures_dependent_on_private_models": ([model("int_a"), page("p", "int_a")], {"p"}),
    "undocumented_public_models": (
        [model("dim_a", access="public", columns={"c": {"description": ""}}), model("int_a", columns={})],
        {"dim_a"},
    ),
}
KEYED = [rule_of("primary_key")]
PASSED: dict[str, list[Node]] = {
    "missing_primary_key_tests": [
        model("int_a", tested=(), constraints=KEYED),
        model("int_b", tested=(), constraints=[rule_of("unique", "nulls not distinct")]),
    ],
    "test_coverage": [
        model("int_a", tested=(), constraints=KEYED),
        model("int_b", tested=(), columns={"c": {"description": "", "constraints": [rule_of("not_null")]}}),
    ],
    "model_directories": [model("rpt_a", folder=MARTS)],
}


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_notices_what_breaks_it(rule: str) -> None:
    nodes, guilty = BROKEN[rule]
    broken = project(*nodes)
    assert broken.names(RULES[rule](broken)) == guilty


@pytest.mark.parametrize("rule", RULES)
def test_the_rule_lets_a_clean_project_pass(rule: str) -> None:
    assert list(RULES[rule](project(*FINE))) == []


@pytest.mark.parametrize("rule", WIDER)
def test_the_rule_is_wider_than_the_packages_where_a_reason_is_given(rule: str) -> None:
    assert list(RULES[rule](project(*PASSED[rule]))) == []
