"""A place in the company, as somebody says that they belong there: an area, a role."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """``level`` says who is in it: "lead", "front" (face to face with customers) or nothing."""

    key: str
    label: str
    level: str = ""
