"""On which side of its point each name of a scatter goes, so that few of them overlap, on a phone too."""

import pandas as pd

WIDTH, HEIGHT = 200.0, 260.0  # pixels between the outermost points of a plot on a phone
MARGIN = 50.0  # and from them to its sides
LETTER, LINE, GAP = 6.0, 14.0, 9.0

Box = tuple[float, float, float, float]

SHORT = {
    "S&P 500, price only": "S&P 500",
    "Average member": "Average",
    "Communication Services": "Comm.",
    "Consumer Discretionary": "Discretionary",
    "Consumer Staples": "Staples",
    "Health Care": "Health",
    "Information Technology": "Tech",
    "Telecommunication Services": "Telecom",
}


def label_sides(x: pd.Series, y: pd.Series, names: pd.Series) -> list[str]:
    """Choose Plotly's `textposition` of each point: the freest side, right before left before above."""
    points = list(zip(_pixels(x, WIDTH), _pixels(y, HEIGHT), strict=True))
    taken: list[Box] = [(left - GAP, low - GAP, left + GAP, low + GAP) for left, low in points]
    sides = []
    for (left, low), name in zip(points, names, strict=True):
        boxes = _boxes(left, low, LETTER * len(str(name)))
        costs = {
            side: _outside(box) + sum(_overlap(box, other) for other in taken) for side, box in boxes.items()
        }
        side = min(costs, key=costs.__getitem__)
        taken.append(boxes[side])
        sides.append(side)
    return sides


def _boxes(x: float, y: float, width: float) -> dict[str, Box]:
    half, line = width / 2, LINE / 2
    return {
        "middle right": (x + GAP, y - line, x + GAP + width, y + line),
        "middle left": (x - GAP - width, y - line, x - GAP, y + line),
        "top center": (x - half, y + GAP, x + half, y + GAP + LINE),
        "bottom center": (x - half, y - GAP - LINE, x + half, y - GAP),
    }


def _overlap(one: Box, other: Box) -> float:
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    return max(wide, 0.0) * max(high, 0.0)


def _outside(box: Box) -> float:
    return LINE * (max(-MARGIN - box[0], 0.0) + max(box[2] - WIDTH - MARGIN, 0.0))


def _pixels(values: pd.Series, length: float) -> pd.Series:
    spread = values.max() - values.min()
    return (values - values.min()) / spread * length if spread else values * 0 + length / 2
