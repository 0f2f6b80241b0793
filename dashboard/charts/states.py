"""The fifty states as equal tiles, each about where it lies: no map to load, and Rhode Island to be seen."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import finish, ink
from dashboard.widgets.wording import UNKNOWN, number

TILES = """
AK .. .. .. .. .. .. .. .. .. ME
.. .. .. .. .. WI .. .. .. VT NH
WA ID MT ND MN IL MI .. NY MA ..
OR NV WY SD IA IN OH PA NJ CT RI
CA UT CO NE MO KY WV VA MD DE ..
.. AZ NM KS AR TN NC SC .. .. ..
.. .. .. OK LA MS AL GA .. .. ..
HI .. .. TX .. .. .. .. FL .. ..
"""
PLACES = {
    code: (across, down)
    for down, row in enumerate(TILES.split("\n")[1:-1])
    for across, code in enumerate(row.split())
    if code != ".."
}
SCALE = [[0, "rgba(0, 135, 106, 0.06)"], [1, "rgba(0, 135, 106, 0.7)"]]  # of the weather's colour


def tiles(states: pd.DataFrame, key: str, unit: str) -> go.Figure:
    """Draw a tile for each `state_code`, the deeper the higher its value of the column `key`."""
    across, down = zip(*(PLACES[code] for code in states["state_code"]), strict=True)
    values = states[key].astype(float)
    figure = go.Figure(
        go.Heatmap(
            x=across, y=down, z=values, colorscale=SCALE, showscale=False, xgap=3, ygap=3, hoverinfo="skip"
        )
    )
    figure.add_trace(
        go.Scatter(
            x=across,
            y=down,
            mode="text",
            text=[
                f"{code}<br>{_short(value)}" for code, value in zip(states["state_code"], values, strict=True)
            ],
            textfont={"size": 11, "color": ink()},
            customdata=states[["state_name", f"range_{key}"]],
            hovertemplate=f"<b>%{{customdata[0]}}</b><br>%{{text}} {unit}<br>"
            "%{customdata[1]:.1f} over the range<extra></extra>",
        )
    )
    hidden = {"visible": False, "fixedrange": True}
    figure.update_xaxes(range=[-0.55, 10.55], **hidden)
    figure.update_yaxes(range=[7.55, -0.55], **hidden)
    return finish(figure, 400).update_layout(margin={"t": 8, "b": 8})


def _short(value: float) -> str:
    return UNKNOWN if pd.isna(value) else number(value, 1 if abs(value) < 10 else 0)
