"""What may break a rule, and why. An entry that is no longer needed fails the tests as well."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("rejoining_of_upstream_concepts", "int_company_tickers"): (
        "It is the second half of one step, who uses a ticker when, cut in two to keep each half readable."
    ),
    ("rejoining_of_upstream_concepts", "rpt_signal_correlations"): (
        "Pairs are counted by number and named again at the end: the large middle stays narrow."
    ),
}
"""(rule, node): the reason."""

WITHOUT_UNIT_TEST: dict[str, str] = {
    "dim_state": "It is its seed, column by column.",
    "stg_ops__manifest": "It renames one column, and computes nothing.",
}
"""model: why no unit test of it could say anything."""
