"""The simulated world's fixed points: what happens, to whom, and on which day.

Everything that the simulator serves is a pure function of `SEED`, these constants, `companies.csv` and the
clock. Prices are random walks (`prices.py`); what a test can rely on exactly is here:

- The market opens on `FIRST_DAY`; no bar is older. Demos use the window `WINDOW_START` .. `DEFAULT_TODAY`.
- The clock is a date, and it is `CLOCK_TIME` in New York: if that day is a session, it is under way.
- `SPLITS`, `SPIN_OFF_DIVIDEND` and `SPLIT_DAY_DIVIDEND` are the corporate actions that stand out; most
  companies also pay ordinary quarterly dividends. A dividend is in dollars per share as of its own day.
- `MEMBERSHIP_CHANGES` show at once on the Wikipedia page, and in the spells file `SPELLS_LAG` later; a rename
  is only ever in the spells. `RECLASSIFICATION` shows on the page alone.
- Defects of the price provider: `MISSING_BAR` (never there), `NULL_BAR` (every field null), `LATE_BAR` (not
  there before a day), `CORRECTED_BAR` (wrong before a day), `DUPLICATED_LAST_BAR` (the newest settled session
  twice, the last one right), `NULL_LIVE_BAR` (today's bar null), `INDEX_WITHOUT_VOLUME` (volume 0 that day).
- Gaps elsewhere: `NEWS_OUTAGES`, `VIEWS_GAP`, `SLOW_ARTICLE`, `WEATHER_GAP`; what is later revised: the last
  `WEATHER_REVISION` and `UNCERTAINTY_REVISION` before the clock, and yesterday's news.
- The hotels of `MOOD_SENSITIVE_SUB_INDUSTRY` are more volatile when attention to depression is high; no other
  industry depends on the mood or the weather.
"""

from dataclasses import dataclass
from datetime import date, time, timedelta

SEED = 20220701

FIRST_DAY = date(2020, 1, 2)
LAST_DAY = date(2026, 12, 31)
WINDOW_START = date(2022, 7, 1)
DEFAULT_TODAY = date(2025, 7, 1)
CLOCK_TIME = time(11, 0)

INDEX = "^GSPC"
VIX = "^VIX"


@dataclass(frozen=True)
class Split:
    """Before `day` opens, `denominator` old shares become `numerator` new ones."""

    ticker: str
    day: date
    numerator: float
    denominator: float = 1.0

    @property
    def ratio(self) -> float:
        """New shares for one old share."""
        return self.numerator / self.denominator


@dataclass(frozen=True)
class MembershipChange:
    """From `day` on, `added` is a member and `removed` is not; either may be empty."""

    day: date
    added: str
    removed: str
    reason: str


@dataclass(frozen=True)
class Rename:
    """From `day` on, the company `old_name`, quoted as `old`, has another name and is quoted as `new`."""

    old: str
    new: str
    day: date
    old_name: str


@dataclass(frozen=True)
class Reclassification:
    """Before `day` the company was in `old_sector`, `old_sub_industry`."""

    ticker: str
    day: date
    old_sector: str
    old_sub_industry: str


@dataclass(frozen=True)
class DelayedBar:
    """The bar of `session` is right only once the clock has reached `settled`."""

    ticker: str
    session: date
    settled: date


FORWARD_SPLIT = Split("OAKM", date(2023, 6, 12), 4)
SEVEN_FOR_ONE = Split("KESL", date(2025, 6, 16), 7)
REVERSE_SPLIT = Split("BRTH", date(2024, 2, 5), 1, 10)
SPIN_OFF_SPLIT = Split("CRNE", date(2023, 10, 2), 10836, 10000)
SPLIT_WITH_DIVIDEND = Split("AERO", date(2024, 9, 3), 3)
SPLITS = (FORWARD_SPLIT, SEVEN_FOR_ONE, REVERSE_SPLIT, SPIN_OFF_SPLIT, SPLIT_WITH_DIVIDEND)

SPIN_OFF_DIVIDEND = ("LEDG", date(2024, 4, 2))
SPIN_OFF_SHARE = 0.38
"""How much of the previous close the spin-off dividend takes away."""
SPLIT_DAY_DIVIDEND = ("AERO", date(2024, 9, 3))
SPLIT_DAY_DIVIDEND_SHARE = 0.006
"""How much of the previous close, in new shares, the dividend on the split's day takes away."""

EARLY_CHANGE = MembershipChange(date(2021, 3, 22), "DIAL", "WICK", "Wickford Candle was taken private.")
ZOMBIE_CHANGE = MembershipChange(date(2022, 12, 19), "BRCE", "MTHL", "Market capitalization change.")
DEAD_CHANGE = MembershipChange(date(2023, 2, 13), "SILQ", "PYRE", "Pyrewood Energy was taken private.")
MEMBERSHIP_CHANGE = MembershipChange(date(2023, 9, 18), "VYBR", "TNMT", "Market capitalization change.")
RECENT_CHANGE = MembershipChange(date(2025, 6, 23), "CHAT", "PGMT", "Market capitalization change.")
"""So recent that, at `DEFAULT_TODAY`, only the Wikipedia page knows it."""
MEMBERSHIP_CHANGES = (EARLY_CHANGE, ZOMBIE_CHANGE, DEAD_CHANGE, MEMBERSHIP_CHANGE, RECENT_CHANGE)
SPELLS_LAG = timedelta(days=21)
SPELLS_BEGIN = date(1996, 1, 2)

RENAME = Rename("ASHN", "EMBR", date(2024, 6, 3), "Ashen Media")
RECLASSIFICATION = Reclassification(
    "GRCR", date(2025, 5, 5), "Consumer Staples", "Consumer Staples Merchandise Retail"
)

MONTH_WITHOUT_EDIT = (2022, 2)
"""Year and month in which nobody edits the page of members."""
VANDALISED = ("GRID", date(2023, 5, 24))
"""Whose sector the page's edit of that day spoils, and the next one mends."""
VANDALISED_SECTOR = "Power"

DEAD_TICKER = "PYRE"
"""A member until `DEAD_CHANGE`; from that day on the price providers answer 404."""
ZOMBIE_TICKER = "MTHL"
"""A member until `ZOMBIE_CHANGE`; from that day on Yahoo answers 200 with nothing in it."""
DELISTED = {"WICK": EARLY_CHANGE.day, DEAD_TICKER: DEAD_CHANGE.day, ZOMBIE_TICKER: ZOMBIE_CHANGE.day}
REUSED_TICKER = "DIAL"
"""Another company's ticker during `REUSED_SPELL`; today's company was first traded in June 2020."""
REUSED_SPELL = (date(1996, 1, 2), date(1998, 11, 9))
CLASS_SHARE = "QRS.B"

MISSING_BAR = ("SOAP", date(2023, 3, 15))
NULL_BAR = ("LOFT", date(2024, 8, 14))
LATE_BAR = DelayedBar("PLUM", date(2025, 6, 11), date(2025, 6, 14))
CORRECTED_BAR = DelayedBar("GRID", date(2025, 6, 12), date(2025, 6, 17))
CORRECTED_BAR_ERROR = 1.03
"""What CORRECTED_BAR's close was multiplied by, wrongly, before it was settled."""
DUPLICATED_LAST_BAR = ("HAUL", "WATR")
NULL_LIVE_BAR = "TMBR"
INDEX_WITHOUT_VOLUME = date(2024, 3, 13)

NEWS_OUTAGES = (
    date(2020, 10, 20),
    date(2022, 11, 9),
    date(2023, 3, 23),
    date(2024, 5, 18),
    date(2024, 5, 19),
    date(2025, 1, 28),
    date(2025, 1, 29),
    date(2025, 1, 30),
)
VIEWS_GAP = ("Depression_(mood)", date(2024, 2, 11))
SLOW_ARTICLE = "Anxiety"
"""Its newest day appears one day later than the other articles' newest day."""
WEATHER_GAP = (date(2023, 11, 15), date(2023, 11, 17))
"""First and last day without precipitation and cloud cover inside WEATHER_GAP_BOX, which is about Wyoming."""
WEATHER_GAP_BOX = (41.0, 45.0, -111.05, -104.05)
"""South, north, west, east, in degrees."""
WEATHER_REVISION = timedelta(days=5)
UNCERTAINTY_REVISION = timedelta(days=7)
MOOD_SENSITIVE_SUB_INDUSTRY = "Hotels, Resorts & Cruise Lines"
