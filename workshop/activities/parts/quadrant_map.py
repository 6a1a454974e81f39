"""The map of a quadrant: its two axes, its corners, and where the dots of one spot stand."""

import math
from dataclasses import dataclass

from workshop.activities.parts.fields import TableReader

CORNERS = ("top_left", "top_right", "bottom_left", "bottom_right")
SCATTER_MARKS = 0.36  # of a mark: how far from theirs people stand, so that nobody hides anybody
GOLDEN_ANGLE_RAD = math.pi * (3 - math.sqrt(5))  # turns that never meet (Vogel 1979)


@dataclass(frozen=True)
class Axis:
    """One question about every item, and what its ends mean."""

    text: str
    low: str
    high: str


def read_corners(table: TableReader) -> tuple[str, ...]:
    """The four names of the corners; a problem is noted where they are not four."""
    corners = table.texts("corners", required=True)
    if corners and len(set(corners)) != len(CORNERS):
        fix = "Escribe arriba izquierda, arriba derecha, abajo izquierda y abajo derecha"
        table.wrong("corners", f"hay {len(set(corners))} nombres distintos", fix)
    return corners


def read_axis(table: TableReader) -> Axis:
    """One axis, from its table."""
    return Axis(
        table.text("text", required=True),
        table.text("low", required=True, longest=40),
        table.text("high", required=True, longest=40),
    )


def seeds(people: int) -> list[tuple[float, float]]:
    """Distance and direction of each of ``people`` from their spot."""
    if people == 1:
        return [(0.0, 0.0)]
    return [
        (SCATTER_MARKS * math.sqrt((at + 0.5) / people), at * GOLDEN_ANGLE_RAD)
        for at in range(people)
    ]
