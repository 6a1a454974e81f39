"""Segments: where in the company people say that they belong («Área»), and what is told of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.activities.base import Activity
from workshop.activities.parts.rows import Row


@dataclass(frozen=True)
class Place:
    """A part of the company. ``level``: "lead", "front" (face to face with customers) or ""."""

    key: str
    label: str
    level: str = ""


class Segments:
    """May split the room by its answers; does so where ``segment`` has a name."""

    segment: str  # «Área»; "" where it is asked as an ordinary question

    @property
    def segment_places(self) -> tuple[Place, ...]:
        """The places that its answers name; () unless it is a segment."""
        raise NotImplementedError


class HasSegmentRows:
    """Tells other rows of a segment than of the whole room."""

    def segment_rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """Rows of one segment; the same ones in the same order for each of them."""
        raise NotImplementedError


def segment_of(activity: Activity) -> str:
    """Name of the segment that ``activity`` asks for; "" where it asks for none."""
    return activity.segment if isinstance(activity, Segments) else ""


def segment_rows(activity: Activity, tally: Mapping[str, Any]) -> tuple[Row, ...]:
    """Rows of one segment of ``activity``; the same ones in the same order for each of them."""
    if isinstance(activity, HasSegmentRows):
        return activity.segment_rows(tally)
    return activity.rows(tally)
