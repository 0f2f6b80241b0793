"""The industries' figures."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import finish, gain_or_loss

HOVER = "%{text}: %{x:+.2%}<br>%{customdata[0]} members, %{customdata[1]:.2%} a day<extra></extra>"
ROW = 34  # pixels


def spread(industries: pd.DataFrame) -> go.Figure:
    """Place each industry by `range_return` in its sector's row, sized by its members; the best on top."""
    order = industries.groupby("gics_sector")["range_return"].median().sort_values().index
    figure = go.Figure(
        go.Scatter(
            x=industries["range_return"],
            y=industries["gics_sector"],
            mode="markers",
            text=industries["gics_sub_industry"],
            customdata=industries[["members", "volatility"]],
            marker={
                "size": 7 + 2.2 * industries["members"].astype(float).pow(0.5),
                "color": gain_or_loss(industries["range_return"]),
                "opacity": 0.72,
                "line": {"width": 0},
            },
            hovertemplate=HOVER,
            cliponaxis=False,
        )
    )
    figure.update_yaxes(categoryorder="array", categoryarray=list(order), automargin=True, showgrid=True)
    figure.update_xaxes(tickformat=".0%", zeroline=True)
    return finish(figure, 70 + ROW * max(len(order), 2))
