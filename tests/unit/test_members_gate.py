"""The gate against what the page has really looked like."""

from collections.abc import Sequence
from datetime import date

import pytest

from extract_load.extract.members_gate import SECTORS, doubts, faults, relapses

Member = dict[str, str]

DAY = date(2024, 6, 3)
SECTOR_NAMES = sorted(name for name, (first, last) in SECTORS.items() if first <= DAY <= last)


def a_list(count: int = 503) -> list[Member]:
    return [
        {
            "symbol": symbol(number),
            "security": f"Company {number}",
            "gics_sector": SECTOR_NAMES[number % 11],
            "gics_sub_industry": f"Industry {number % 120}",
            "headquarters_location": "Somewhere, Ohio",
            "date_added": "1999-01-01",
            "cik": f"{number:010d}",
            "founded": "1901",
        }
        for number in range(count)
    ]


def symbol(number: int) -> str:
    return "".join(chr(65 + number // 26**place % 26) for place in (2, 1, 0))


def changed(members: list[Member], count: int, **values: str) -> list[Member]:
    return [{**member, **values} if number < count else member for number, member in enumerate(members)]


def exchanged(members: list[Member], count: int) -> list[Member]:
    return [{**m, "symbol": f"Z{m['symbol']}"} if n < count else m for n, m in enumerate(members)]


def refusal(members: list[Member], accepted: Sequence[Member] = (), days: int = 0) -> str:
    """Faults and doubts alike."""
    return "; ".join(filter(None, [faults(members, DAY), doubts(members, accepted, days)]))


def test_an_unchanged_list_is_accepted() -> None:
    assert refusal(a_list(), a_list(), days=1) == ""


def test_the_first_list_is_judged_by_its_formats_alone() -> None:
    assert refusal(a_list(60)) == ""


def test_a_shifted_row_is_refused_and_named() -> None:
    shifted = {"gics_sector": "Health Care Equipment", "gics_sub_industry": "", "date_added": "", "cik": ""}
    reason = faults(changed(a_list(), 1, **shifted), DAY)
    assert "1 of 503 values of gics_sector are malformed: 'Health Care Equipment'" in reason


def test_one_vandalised_cik_does_not_cost_the_other_members() -> None:
    assert refusal(changed(a_list(), 1, cik="4340000000000000"), a_list(), days=1) == ""


def test_two_sloppy_ciks_do_not_cost_the_other_members() -> None:
    sloppy = changed(changed(a_list(), 2, cik="000002474"), 1, cik="0000066740 |")
    assert refusal(sloppy, a_list(), days=1) == ""


def test_many_malformed_ciks_are_refused() -> None:
    assert "6 of 503 values of cik are malformed" in refusal(changed(a_list(), 6, cik="12"), a_list(), days=1)


def test_an_emptied_cik_column_is_refused() -> None:
    assert "503 values of cik changed" in refusal(changed(a_list(), 503, cik=""), a_list(), days=1)


def test_unknown_ciks_are_no_fault() -> None:
    unknown = changed(a_list(), 100, cik="")
    assert refusal(unknown, unknown, days=1) == ""


def test_a_dash_for_a_dot_in_class_shares_is_no_change() -> None:
    def with_class_shares(separator: str) -> list[Member]:
        return [
            {**m, "symbol": f"{m['symbol']}{separator}B"} if n < 20 else m for n, m in enumerate(a_list())
        ]

    assert refusal(with_class_shares("-"), with_class_shares("."), days=1) == ""


def test_lower_case_symbols_are_refused() -> None:
    vandalised = [{**m, "symbol": m["symbol"].lower()} if n < 6 else m for n, m in enumerate(a_list())]
    assert "6 of 503 values of symbol are malformed: 'aaa'" in refusal(vandalised, a_list(), days=1)


def test_the_same_ticker_twice_is_refused() -> None:
    assert "listed more than once: AAA" in refusal([*a_list(), a_list()[0]], a_list(), days=1)


def test_a_restructuring_of_sectors_waits_for_an_operator() -> None:
    energy = changed(a_list(), 14, gics_sector="Energy")
    reason = refusal(energy, a_list(), days=1)
    assert "values of gics_sector changed since the last accepted list of 1 days ago, at most 10" in reason


def test_a_rebalancing_of_three_pairs_passes() -> None:
    assert refusal(exchanged(a_list(), 3), a_list(), days=1) == ""


def test_half_a_list_is_refused() -> None:
    reason = refusal(a_list()[:250], a_list(), days=1)
    assert "253 members changed" in reason
    assert reason.endswith("-AJQ, -AJR, -AJS, -AJT, -AJU and 248 more")


@pytest.mark.parametrize(("days", "accepted"), [(1, False), (365, True)])
def test_changes_are_judged_in_proportion_to_the_time_between(days: int, accepted: bool) -> None:
    assert (refusal(exchanged(a_list(), 30), a_list(), days) == "") is accepted


@pytest.mark.parametrize(
    ("size", "days", "allowed"), [(60, 0, 3), (500, 0, 10), (500, 365, 85), (500, -9, 10)]
)
def test_as_many_changes_as_are_plausible_pass_and_one_more_does_not(
    size: int, days: int, allowed: int
) -> None:
    def after(changes: int) -> str:
        return refusal(changed(a_list(size), changes, cik="9999999999"), a_list(size), days)

    assert after(allowed) == ""
    assert f"{allowed + 1} values of cik changed" in after(allowed + 1)


def test_changes_are_judged_in_proportion_to_the_list() -> None:
    assert "4 members changed" in refusal(exchanged(a_list(60), 2), a_list(60), days=1)
    assert refusal(exchanged(a_list(300), 2), a_list(300), days=1) == ""


def test_every_reason_is_given() -> None:
    reason = refusal(changed(a_list(), 20, gics_sector="Cats", security=""), a_list(), days=1)
    assert reason.count(";") == 2


@pytest.mark.parametrize("column", ["symbol", "security"])
def test_what_every_build_needs_is_a_fault_even_once(column: str) -> None:
    assert f"1 of 503 values of {column} are malformed: ''" in faults(
        changed(a_list(), 1, **{column: ""}), DAY
    )


def test_a_blank_sub_industry_is_its_rows_own_unless_many_are_blank() -> None:
    assert faults(changed(a_list(), 10, gics_sub_industry=""), DAY) == ""
    assert "gics_sub_industry" in faults(changed(a_list(), 11, gics_sub_industry=""), DAY)


def test_what_is_only_unusual_is_a_doubt_that_an_operator_may_overrule() -> None:
    unusual = changed(exchanged(a_list(), 100), 20, symbol="a", cik="12")[19:]
    assert faults(unusual, DAY) == ""
    assert doubts(unusual, a_list(), days=1) != ""


def test_a_format_that_an_operator_has_overruled_is_not_asked_of_the_next_lists() -> None:
    unpadded = changed(a_list(), 503, cik="12")
    assert doubts(unpadded) != ""
    assert doubts(exchanged(unpadded, 3), unpadded, days=1) == ""


SPOILT = {"gics_sector": "Energy"}


def test_a_list_of_the_past_that_its_neighbours_agree_with_is_accepted() -> None:
    assert relapses(a_list(), a_list(), a_list(), days=30) == ""


def test_a_reorganisation_is_history_where_the_list_before_lacks_it_and_the_one_after_keeps_it() -> None:
    before, after = a_list(), changed(a_list(), 60, gics_sector="Real Estate")
    assert relapses(after, after, before, days=30) == ""
    assert relapses(before, after, before, days=2) == ""


def test_what_only_one_list_says_is_doubted() -> None:
    odd = changed(a_list(), 60, gics_sector="Real Estate")
    reason = relapses(odd, a_list(), a_list(), days=2)
    assert "values of gics_sector changed for this list alone" in reason


def test_some_odd_values_of_one_list_are_plausible() -> None:
    assert relapses(changed(a_list(), 8, **SPOILT), a_list(), a_list(), days=30) == ""


def test_members_of_one_list_alone_are_doubted_and_exchanges_for_good_are_not() -> None:
    other = exchanged(a_list(), 40)
    assert "members changed for this list alone" in relapses(other, a_list(), a_list(), days=30)
    assert relapses(other, other, a_list(), days=30) == ""
    assert relapses(a_list(), other, a_list(), days=30) == ""


def test_without_a_list_before_every_change_counts() -> None:
    after = exchanged(a_list(), 40)
    assert "members changed" in relapses(a_list(), after, None, days=30)


def test_a_blank_that_is_filled_is_no_change() -> None:
    blank = [{**member, "cik": None} for member in a_list()]
    assert relapses(blank, a_list(), None, days=30) == ""


def test_a_column_that_the_layout_has_not_may_be_blank_and_one_that_it_has_hardly() -> None:
    assert relapses(changed(a_list(), 10, cik=""), a_list(), a_list(), days=30) == ""
    assert "cik are malformed: ''" in relapses(changed(a_list(), 11, cik=""), a_list(), a_list(), days=30)


def test_dates_that_one_list_alone_lacks_are_doubted() -> None:
    blank = changed(a_list(), 503, date_added="")
    assert "values of date_added are blank" in relapses(blank, a_list(), a_list(), days=30)
    assert relapses(changed(a_list(), 10, date_added=""), a_list(), a_list(), days=30) == ""
    assert relapses(blank, a_list(), blank, days=30) == ""


@pytest.mark.parametrize(
    ("sector", "day"),
    [
        ("Telecommunication Services", date(2018, 9, 28)),
        ("Telecommunications Services", date(2014, 1, 2)),
        ("Communication Services", date(2018, 9, 24)),
        ("Real Estate", date(2016, 9, 1)),
    ],
)
def test_a_sector_is_known_in_its_time(sector: str, day: date) -> None:
    assert faults(changed(a_list(400), 400, gics_sector=sector), day) == ""


@pytest.mark.parametrize(
    ("sector", "day"),
    [
        ("Telecommunication Services", date(2018, 9, 29)),
        ("Communication Services", date(2018, 9, 23)),
        ("Real Estate", date(2016, 8, 31)),
        ("Health", date(2015, 1, 2)),
    ],
)
def test_a_sector_is_unknown_outside_its_time(sector: str, day: date) -> None:
    assert f"malformed: '{sector}'" in faults(changed(a_list(400), 400, gics_sector=sector), day)


def test_a_symbol_with_a_dash_is_the_one_with_a_point() -> None:
    dashed = changed(a_list(), 1, symbol="BRK-B")
    dotted = changed(a_list(), 1, symbol="BRK.B")
    assert relapses(dashed, dotted, dotted, days=1) == ""
    assert "listed more than once: BRK.B" in faults([*dashed, dotted[0]], DAY)


@pytest.mark.parametrize(
    "cell", ["AAPL[citation needed]", "NASDAQ: AAPL", "AA\u200bPL", "GOOG, GOOGL", "GOOG GOOGL", "AAPL*"]
)
def test_a_cell_that_is_more_than_a_ticker_is_no_member(cell: str) -> None:
    members = a_list()
    members[7]["symbol"] = cell
    assert f"1 of 503 values of symbol are malformed: {cell!r}" in doubts(members, a_list(), 1)
