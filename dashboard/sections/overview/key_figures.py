"""The Overview's key figures, each with its recent path."""

import pandas as pd

from dashboard.queries import overview as queries
from dashboard.widgets.figures import Figure, row
from dashboard.widgets.wording import UNKNOWN, number, percent, short_day, signed

NOT_LATELY = f"none in {queries.RECENT_SESSIONS} sessions"


def show(publish_id: int) -> None:
    """Draw the figures of the last session in two rows."""
    market = queries.recent_market(publish_id)
    row([*_of_the_market(market), *_of_the_surroundings(market)])
    row(_of_the_universe(queries.recent_universe(publish_id), market))


def _of_the_market(market: pd.DataFrame) -> list[Figure]:
    move, average = _last(market["price_return"]), market["members_total_return"]
    moved = "" if move is None else percent(move)
    return [
        _with_path(
            "S&P 500",
            number(_last(market["index_close"]), 2),
            _note(market, "index_close", moved),
            "Index close, and its change from the previous session.",
            market["index_close"],
            good=move > 0 if move else None,
        ),
        _with_path(
            "Average member",
            percent(_last(average)),
            _note(market, "members_total_return", f"{percent(_last(average, 2))} before"),
            "Mean total return, dividends included, of the members on that day, equally weighted.",
            average,
        ),
        _with_path(
            "VIX",
            number(_last(market["vix_close"]), 2),
            _change(market, "vix_close", 2),
            "What options expect of the next 30 days: the session's own close.",
            market["vix_close"],
        ),
    ]


def _of_the_surroundings(market: pd.DataFrame) -> list[Figure]:
    level = market["mood_level"].iloc[-1]
    return [
        _with_path(
            f"Mood: {level.lower() if isinstance(level, str) else UNKNOWN}",
            number(_last(market["depression_index"]), 0),
            _change(market, "depression_index", 0),
            "Depression index, 0 to 100: percentile of a week's attention to depression within the year "
            "before. Low up to 33, high above 66.",
            market["depression_index"],
        ),
        _with_path(
            "Rainfall, mm",
            number(_last(market["rainfall_mm"]), 1),
            _change(market, "rainfall_mm", 1),
            "Mean of the states over the days before the session opened.",
            market["rainfall_mm"],
        ),
    ]


def _of_the_universe(universe: pd.DataFrame, market: pd.DataFrame) -> list[Figure]:
    volatility = 100 * market["volatility_7d"].astype(float)
    without = number(_last(universe["members_without_bar"]), 0)
    return [
        Figure(
            "Members",
            number(_last(universe["members"]), 0),
            _note(universe, "members", f"{without} without a price"),
            "Members of the S&P 500 as of the session, point in time.",
        ),
        Figure(
            "Sectors",
            number(_last(universe["sectors"]), 0),
            _note(universe, "sectors", "analysed"),
            "GICS sectors with a member.",
        ),
        Figure(
            "Industries",
            number(_last(universe["industries"]), 0),
            _note(universe, "industries", "analysed"),
            "GICS sub-industries with a member.",
        ),
        Figure(
            "Volatility, % a day",
            number(_last(volatility), 2),
            _change(market, "volatility_7d", 2, factor=100),
            "Sample standard deviation of the index's last seven daily returns, not annualised.",
        ),
    ]


def _with_path(
    label: str, value: str, note: str, meaning: str, history: pd.Series, *, good: bool | None = None
) -> Figure:
    path = history.dropna().astype(float).tolist()
    meaning += f" The line: its last {len(path)} sessions." if path else ""
    return Figure(label, value, note, meaning, path, good)


def _last(values: pd.Series, back: int = 1) -> float | None:
    """Take the last value, or the one `back` - 1 before it; None where there is none or it is unknown."""
    known = len(values) >= back and pd.notna(values.iloc[-back])
    return float(values.iloc[-back]) if known else None


def _change(market: pd.DataFrame, column: str, digits: int, factor: float = 1) -> str:
    """The change from the session before, or, where the last value is unknown, when there was one."""
    last, previous = (_last(factor * market[column].astype(float), back) for back in (1, 2))
    return _note(market, column, "" if last is None or previous is None else signed(last - previous, digits))


def _note(history: pd.DataFrame, column: str, note: str) -> str:
    """The note, or, where the last value is unknown, when there was one."""
    if _last(history[column]) is not None:
        return note
    known = history["trade_date"][history[column].notna()]
    return f"last known {short_day(known.iloc[-1])}" if len(known) else NOT_LATELY
