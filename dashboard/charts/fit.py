"""A scatter with the line fitted through it and the interval of that line."""

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts.theme import INDEX, band, finish, line, written


def fitted_scatter(points: pd.DataFrame, colour: str, x_title: str, y_title: str) -> go.Figure:
    """Draw `x` and `y` of each `trade_date`, and `fitted` between `fitted_low` and `fitted_high`.

    Args:
        points: by rising x.
        colour: of the points.
        x_title: what x is, with its unit.
        y_title: what y is, with its unit.
    """
    figure = go.Figure(
        go.Scatter(
            x=points["x"],
            y=points["y"],
            mode="markers",
            marker={"size": 6, "color": colour, "opacity": 0.45},
            customdata=written(points["trade_date"]),
            hovertemplate="%{customdata|%d %b %Y}<br>%{x:,.2f}, %{y:+,.2f}<extra></extra>",
        )
    )
    figure.add_trace(band(points["x"], points["fitted_low"], points["fitted_high"], INDEX))
    fitted = line(points["x"], points["fitted"], INDEX, "+,.2f")
    figure.add_trace(fitted.update(line_width=2.5, hoverinfo="skip", hovertemplate=None))
    figure.update_xaxes(title=x_title)
    figure.update_yaxes(title=y_title)
    return finish(figure, 380)
