"""Numbers, dates and ages as a person reads them. Unknown is a dash, never a zero."""

import re
from datetime import date, timedelta

import pandas as pd

UNKNOWN = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
MARKUP = re.compile(r"[\\`*_\[\]<>$~|&#!]|:(?=\w)")


def literal(text: str) -> str:
    """Escape what comes from outside (a name, a link), so that Markdown and Streamlit show it as it is."""
    return MARKUP.sub(r"\\\g<0>", text)


def plain(markdown: str) -> str:
    """Take back what `literal` put in."""
    return re.sub(r"\\(.)", r"\1", markdown)


def number(value: float | None, digits: int = 1) -> str:
    """1234.5 -> '1,234.5'."""
    return UNKNOWN if pd.isna(value) else f"{value:,.{digits}f}".replace("-", MINUS)


def signed(value: float | None, digits: int = 1) -> str:
    """1.25 -> '+1.2'; a change that rounds to nothing has no sign."""
    if pd.isna(value):
        return UNKNOWN
    text = f"{value:+,.{digits}f}"
    return text.lstrip("+-") if float(text.replace(",", "")) == 0 else text.replace("-", MINUS)


def percent(share: float | None, digits: int = 2) -> str:
    """Write a return (a share, 0.0125) as '+1.25 %'."""
    return UNKNOWN if pd.isna(share) else f"{signed(100 * share, digits)} %"


def share(value: float | None, digits: int = 2) -> str:
    """Write a share that is no change (0.0125) as '1.25 %'."""
    return UNKNOWN if pd.isna(value) else f"{number(100 * value, digits)} %"


def compact(value: float | None) -> str:
    """1234567 -> '1.2 M'."""
    if pd.isna(value):
        return UNKNOWN
    for size, letter in ((1e9, " B"), (1e6, " M"), (1e3, " K")):
        if abs(value) >= size:
            return number(value / size) + letter
    return number(value, 0)


def probability(value: float | None) -> str:
    """Write a p or a q: 0.0123 -> '0.012', 0.00001 -> '< 0.001'; neither is ever nought."""
    if pd.isna(value):
        return UNKNOWN
    if value < 0.001:
        return "< 0.001"
    return f"{value:.4f}" if 0.0495 <= value < 0.05 else f"{value:.3f}"  # what is claimed is below 0.05


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """Write the two bounds of an interval as '[0.12, 0.34]'."""
    return f"[{number(low, digits)}, {number(high, digits)}]"


def day(value: date | None) -> str:
    """Write a date as 'Fri 28 Jun 2024'."""
    return UNKNOWN if value is None else f"{value:%a} {short_day(value)}"


def short_day(value: date) -> str:
    """Write a date as '28 Jun 2024', where there is little room."""
    return f"{value.day} {value:%b %Y}"


def between(first: date, last: date) -> str:
    """Write two days, both included: 'Fri 28 Jun 2024 to Mon 1 Jul 2024'."""
    return f"{day(first)} to {day(last)}"


def long_day(value: date) -> str:
    """Write a date as 'Friday 28 June 2024'."""
    return f"{value:%A} {value.day} {value:%B %Y}"


def age(span: timedelta) -> str:
    """Write how long ago: 'just now', '5 min ago', '3 h ago', '2 days ago'."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "just now"
    if minutes < 120:
        return f"{minutes} min ago"
    hours = minutes // 60
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


def count(number_of: int, thing: str, things: str | None = None) -> str:
    """Write '1 row', '1,234 rows'; `things` where the plural is not made with an s."""
    return f"{number_of:,} {thing if number_of == 1 else things or thing + 's'}"


def outcome(status: str) -> str:
    """Put a sign before a run's status, so that no colour is needed: 'failed' -> '✗ failed'."""
    signs = {"ok": "✓", "unchanged": "✓", "partial": "◐", "failed": "✗", "interrupted": "✗", "running": "…"}
    return f"{signs.get(status, '?')} {status}"


def reason(gap: str) -> str:
    """Say in a few words why a member has no price."""
    words = {
        "not_found": "the provider does not know the ticker",
        "before_first_trade": "its series begins later",
        "failed": "every request failed",
        "refused": "the answer failed its gate",
        "set_aside": "its bar cannot be right",
        "no_bar_in_answer": "the answer lacks the day",
        "not_asked": "nobody was asked",
    }
    return words.get(gap, gap)
