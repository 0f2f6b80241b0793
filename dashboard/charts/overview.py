"""The Overview's figures."""

import pandas as pd
import plotly.graph_objects as go
from plotly.subplots import make_subplots

from dashboard.charts.labels import SHORT, label_sides
from dashboard.charts.theme import INDEX, MOOD, WEATHER, finish, gain_or_loss, line, with_room, written
from dashboard.widgets.wording import percent

HOVER_BAR = "%{y}: %{x:+.2%}<br>%{customdata[0]} members, %{customdata[1]} sessions<extra></extra>"
MOOD_LEVELS = {"Low": (0, 33), "Medium": (33, 66), "High": (66, 100)}


def sector_bars(sectors: pd.DataFrame, market: pd.DataFrame | None = None) -> go.Figure:
    """Draw sorted horizontal bars of `range_return` by `gics_sector`, the best on top.

    Args:
        sectors: what to draw.
        market: the index and the average member to hold them against: a dotted and a dashed line.
    """
    known = sectors.dropna(subset=["range_return"])
    figure = go.Figure(
        go.Bar(
            x=known["range_return"],
            y=known["gics_sector"],
            orientation="h",
            marker_color=gain_or_loss(known["range_return"]),
            customdata=known[["members", "sessions"]],
            hovertemplate=HOVER_BAR,
        )
    )
    # its return beside each name: at a bar's end it would lie under the market's lines
    returns = zip(known["gics_sector"], known["range_return"], strict=True)
    named = [f"{sector}  {percent(made, 1)}" for sector, made in returns]
    figure.update_xaxes(tickformat=".0%")
    figure.update_yaxes(autorange="reversed", automargin=True, tickvals=known["gics_sector"], ticktext=named)
    for dash, made in zip(("dot", "dash"), [] if market is None else market["range_return"], strict=False):
        if pd.notna(made):
            figure.add_vline(made, line={"color": INDEX, "width": 1.5, "dash": dash})
    return finish(figure, 60 + 32 * max(len(known), 3))


def risk_return(sectors: pd.DataFrame, market: pd.DataFrame) -> go.Figure:
    """Place sectors, and the market's lines, by daily `volatility` and `range_return`; sized by members."""
    named = market.assign(members=0)
    known = pd.concat([sectors, named]).dropna(subset=["range_return", "volatility"])
    is_market = known["members"] == 0  # no sector is without members
    labels = known["gics_sector"].replace(SHORT)
    figure = go.Figure(
        go.Scatter(
            x=known["volatility"],
            y=known["range_return"],
            mode="markers+text",
            text=labels,
            textposition=label_sides(known["volatility"], known["range_return"], labels),
            textfont_size=11,
            marker={
                "size": (8 + 1.6 * known["members"].astype(float).pow(0.5)).mask(is_market, 14),
                "symbol": is_market.map({True: "diamond", False: "circle"}),
                "color": gain_or_loss(known["range_return"]).mask(is_market, INDEX),
                "opacity": 1,
            },
            customdata=known["gics_sector"],
            hovertemplate="%{customdata}: %{y:+.2%}<br>%{x:.2%} a day<extra></extra>",
            cliponaxis=False,
        )
    )
    figure.update_xaxes(
        tickformat=".2%",
        title="Standard deviation of daily returns",
        range=with_room(known["volatility"], 0.25),
    )
    figure.update_yaxes(tickformat=".0%", title="Total return", range=with_room(known["range_return"], 0.12))
    return finish(figure, 60 + 32 * 11)


def market_panels(market: pd.DataFrame) -> go.Figure:
    """Draw small multiples on one time axis: index close (shaded while the mood is high), mood, rainfall."""
    figure = make_subplots(
        rows=3,
        cols=1,
        shared_xaxes=True,
        vertical_spacing=0.08,
        row_heights=[0.5, 0.28, 0.22],
        subplot_titles=[
            "S&P 500, close; shaded while the depression index is high",
            "Depression index, 0 to 100",
            "Rainfall before the session, mean of the states, mm",
        ],
    )
    figure.update_annotations(x=0, xanchor="left", font_size=12)
    days = written(market["trade_date"])
    figure.add_trace(line(days, market["index_close"], INDEX, ",.0f"), 1, 1)
    figure.add_trace(line(days, market["depression_index"], MOOD, ".0f"), 2, 1)
    rainfall = go.Bar(x=days, y=market["rainfall_mm"], marker={"color": WEATHER, "line_width": 0})
    figure.add_trace(rainfall.update(hovertemplate="%{y:.1f} mm<extra></extra>"), 3, 1)
    _shade_high_mood(figure, market)
    _name_mood_levels(figure)
    figure.update_yaxes(range=[0, 100], tickvals=[0, 33, 66, 100], row=2, col=1)
    figure.update_xaxes(range=[days.iloc[0], days.iloc[-1]] if len(days) > 1 else None)
    figure.update_layout(hovermode="x unified")
    return finish(figure, 540).update_layout(margin_r=56)  # for the levels' names


def _shade_high_mood(figure: go.Figure, market: pd.DataFrame) -> None:
    stretch = (market["mood_level"] != market["mood_level"].shift()).cumsum()
    for _, days in market[market["mood_level"] == "High"].groupby(stretch)["trade_date"]:
        figure.add_vrect(
            days.iloc[0], days.iloc[-1], row=1, col=1, fillcolor=MOOD, opacity=0.12, line_width=0
        )


def _name_mood_levels(figure: go.Figure) -> None:
    for level, (low, high) in MOOD_LEVELS.items():
        place = {"x": 1.005, "xref": "x2 domain", "y": (low + high) / 2, "yref": "y2"}
        font = {"size": 11, "color": MOOD}
        figure.add_annotation(text=level, xanchor="left", showarrow=False, font=font, **place)
