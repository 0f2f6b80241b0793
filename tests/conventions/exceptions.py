"""What may break a rule, and why. An entry that is no longer needed fails the tests as well."""

EXCEPTIONS: dict[tuple[str, str], str] = {
    ("rejoining_of_upstream_concepts", "int_actions_told"): (
        "What other answers lend is put to what the answer tells itself: a step cut off to be read by itself."
    ),
    ("rejoining_of_upstream_concepts", "int_company_tickers"): (
        "Who had a ticker before its use began is put before that use: a step cut off to be read by itself."
    ),
    ("rejoining_of_upstream_concepts", "int_group_horizons"): (
        "Where each horizon begins in a group's days: a step of the standings, cut off to be read by itself."
    ),
    ("rejoining_of_upstream_concepts", "int_group_standings"): (
        "It puts the horizons beside the days they were found in, for the same reason."
    ),
    ("too_many_joins", "int_values_set_aside"): (
        "It puts one source's list under the other's, and asks of one whether it was taken back."
    ),
    ("rejoining_of_upstream_concepts", "int_signal_inference"): (
        "A pair says which two series' autocorrelations it needs; only its numbers pass between."
    ),
    ("rejoining_of_upstream_concepts", "rpt_signal_correlations"): (
        "It gives the numbers of pairs their names back, which nothing between needs."
    ),
}
"""(rule, node): the reason."""

KEYLESS_VIEWS = {
    "int_price_answers": "rpt_price_restatements, whose key two answers of one moment would break.",
    "int_restated_quotes": "rpt_price_restatements, whose key two restatements of one moment would break.",
    "int_late_quotes": "rpt_price_restatements, whose key two late bars of a day would break.",
    "int_quotes_unioned": "int_quote_revisions, which numbers what was said of a ticker and day.",
    "int_quotes_daily": "int_quote_revisions, which numbers what was said of a ticker and day.",
    "int_bars_told": "int_returns_daily, whose key two bars of a day would break.",
    "int_bars_daily": "int_returns_daily, whose key two bars of a day would break.",
    "int_bar_findings": "rpt_suspicious_bars, whose key a bar found twice would break.",
    "int_unanswered_dividends": "rpt_suspicious_bars, whose key a dividend found twice would break.",
    "int_dividends_beside_splits": "rpt_suspicious_bars, whose key a dividend found twice would break.",
    "int_company_observations": "int_company_listings, whose key a company that is listed twice would break.",
    "int_earlier_holders": "int_company_tickers, whose key a holder that is found twice would break.",
    "int_group_members": "int_group_days, whose key a group that is counted twice would break.",
    "int_group_means": "int_group_days, whose key two means of a group's day would break.",
    "int_group_horizons": "int_group_standings, which has one row of a group.",
    "int_group_years": "int_group_standings, whose key two years of a group would break.",
}
"""view of the intermediate layer: the table that holds its rows to a key, which a view cannot."""

JUDGED_ITSELF = {("test_coverage", "int_bars_daily")}
"""(rule, view): what a view keeps by a test of its own."""

EXCEPTIONS |= {
    (rule, view): f"A view has no constraints, and its rows are judged in {table}"
    for rule in ("missing_primary_key_tests", "test_coverage")
    for view, table in KEYLESS_VIEWS.items()
    if (rule, view) not in JUDGED_ITSELF
}

WIDER: dict[str, str] = {
    "missing_primary_key_tests": (
        "An enforced contract's primary_key says more than a test, but the package counts tests alone."
    ),
    "test_coverage": "So does any constraint, and the package counts none.",
    "model_directories": (
        "`rpt_` is a kind of mart; the package takes it for a layer of its own, and out of place among marts."
    ),
}
"""rule: why ours lets pass what the package's does not."""

WITHOUT_UNIT_TEST: dict[str, str] = {
    "stg_ops__manifest": "It leaves columns out, and computes nothing.",
}
"""model: why no unit test of it could say anything."""
