"""The public file of membership spells: `/fja05680/sp500/master/sp500_ticker_start_end.csv`."""

from infra.local.simulator import companies, world
from infra.local.simulator.wire.exchange import Answer, Request, text_answer

THROTTLED = text_answer("429: Too Many Requests", 429)


def table(request: Request) -> Answer:
    """Ticker, start and end `[start, end)` of each spell, as the file's keeper knew them a while ago."""
    rows = companies.spells(request.today - world.SPELLS_LAG)
    lines = [f"{ticker},{start},{end or ''}" for ticker, start, end in rows]
    return text_answer("\n".join(["ticker,start_date,end_date", *lines]) + "\n")
