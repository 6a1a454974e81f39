"""A module: course text with its activities and its guide, as one version of it says."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from workshop import activities
from workshop.activities import Activity
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.shared_keys import MAX_AGENDA_MIN
from workshop.course.references import check_activities, check_central

FAMILIES = ("vote", "write", "talk", "read")
MAX_HALL_PEOPLE = 1_000  # people in one run
NOT_FROZEN = ("warnings", "usted")
FOR_THE_TRAINER = "guide"  # the one part of an activity that no phone and no wall reads


@dataclass(frozen=True)
class Objective:
    """Ability that each person will have, and its level in Bloom's taxonomy («comprender»)."""

    text: str
    level: str = ""

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Block:
    """One stretch of the agenda, in minutes; its ``family`` is its colour."""

    title: str
    starts: int
    ends: int
    family: str = "vote"
    optional: bool = False

    @property
    def minutes(self) -> int:
        """Planned minutes."""
        return self.ends - self.starts


@dataclass(frozen=True, kw_only=True)
class Module:
    """One version of a module. Texts are plain Spanish; ``version`` changes with any word."""

    slug: str
    version: str  # first figures of the content's hash
    code: str  # «M1»
    title: str
    subtitle: str
    minutes: int
    people: tuple[int, int]  # fewest, most
    level: str
    audience: str
    requirements: str
    preparation: tuple[str, ...]
    objectives: tuple[Objective, ...]
    opening: str
    closing: str
    reading: tuple[str, ...]
    agenda: tuple[Block, ...]
    activities: tuple[Activity, ...]
    measure: tuple[str, ...]  # what is measured at the close and after it
    minimum_talk: str  # the least time for talking, in words
    short: str  # how to hold it in less time
    offline: str  # what to do without a network
    central: str = ""  # ref of the question whose result is the record's headline
    warnings: tuple[str, ...] = ()  # texts too long for a phone; set by the library
    usted: Mapping[str, str] = field(default_factory=dict, hash=False)  # text → with «usted»

    def activity(self, ref: str) -> Activity:
        """The activity called ``ref``. Raises KeyError."""
        return {activity.ref: activity for activity in self.activities}[ref]

    def spoken(self) -> Iterator[str]:
        """Every text that the room may read: all but the trainer's guide."""
        content = self.to_content()
        yield from _texts([content["reading"], content["activities"]])

    def with_usted(self) -> "Module":
        """The same module, which says «usted» where it has the words for it."""
        content = self.to_content()
        for key in ("reading", "activities"):
            content[key] = _said(content[key], self.usted)
        return Module.from_content(content | {"version": f"{self.version}u"})

    def to_content(self) -> dict[str, Any]:
        """The whole module as JSON. Inverse of `from_content`."""
        content = {
            each.name: getattr(self, each.name)
            for each in fields(self)
            if each.name not in NOT_FROZEN
        }
        for name in ("preparation", "reading", "measure"):
            content[name] = list(content[name])
        content["people"] = {"fewest": self.people[0], "most": self.people[1]}
        content["objectives"] = [dict(vars(objective)) for objective in self.objectives]
        content["agenda"] = [dict(vars(block)) for block in self.agenda]
        content["activities"] = [activity.to_content() for activity in self.activities]
        return content

    @classmethod
    def from_content(cls, data: Mapping[str, Any]) -> "Module":
        """A module from what `to_content` froze. Raises `InvalidContent`."""
        content = dict(data)
        slug, version = str(content.pop("slug", "")), str(content.pop("version", ""))
        table = TableReader(content)
        module = cls.read(table, slug=slug, version=version)
        table.refuse_problems()
        return module

    @classmethod
    def read(cls, table: TableReader, *, slug: str, version: str) -> "Module":
        """Read a module, noting problems in ``table``; with problems the result is of no use."""
        people = table.table("people")
        minutes = table.number("minutes", 5, MAX_AGENDA_MIN, 5, required=True) or 5
        tables = table.tables("activities", required=True)
        steps = tuple(activities.read(step) for step in tables)
        if "activities" in table and not steps:
            table.wrong(
                "activities", "no hay ninguna actividad", "Escribe al menos una, con [[activities]]"
            )
        check_activities(tuple(zip(tables, steps, strict=True)), minutes)
        central = table.text("central", longest=20)
        check_central(table, steps, central)
        return cls(
            slug=slug,
            version=version,
            code=table.text("code", required=True, longest=8),
            title=table.text("title", required=True),
            subtitle=table.text("subtitle"),
            minutes=minutes,
            people=(
                people.number("fewest", 1, MAX_HALL_PEOPLE, 1) or 1,
                people.number("most", 1, MAX_HALL_PEOPLE, MAX_HALL_PEOPLE) or MAX_HALL_PEOPLE,
            ),
            level=table.text("level"),
            audience=table.text("audience"),
            requirements=table.text("requirements"),
            preparation=table.texts("preparation"),
            objectives=tuple(
                Objective(each.text("text", required=True), each.text("level"))
                for each in table.tables("objectives")
            ),
            opening=table.text("opening"),
            closing=table.text("closing"),
            reading=table.texts("reading"),
            agenda=_agenda(table.tables("agenda"), minutes),
            activities=steps,
            measure=table.texts("measure"),
            minimum_talk=table.text("minimum_talk"),
            short=table.text("short"),
            offline=table.text("offline"),
            central=central,
        )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            if key != FOR_THE_TRAINER:
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _said(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return words.get(value, value)
    if isinstance(value, Mapping):
        return {
            key: inner if key == FOR_THE_TRAINER else _said(inner, words)
            for key, inner in value.items()
        }
    return [_said(inner, words) for inner in value] if isinstance(value, list) else value


def _agenda(tables: list[TableReader], minutes: int) -> tuple[Block, ...]:
    blocks = []
    previous = 0
    for table in tables:
        starts = table.number("starts", 0, minutes, required=True)
        ends = table.number("ends", 0, minutes, required=True)
        if starts is None or ends is None:
            starts = ends = previous
        elif starts < previous or ends <= starts:
            what = f"el tramo va del minuto {starts} al {ends}"
            table.wrong(
                None, what, f"Debe empezar en el {previous} o después, y terminar más tarde"
            )
        blocks.append(
            Block(
                table.text("title", required=True),
                starts,
                ends,
                table.one_of("family", FAMILIES, "vote"),
                table.flag("optional"),
            )
        )
        previous = max(ends, previous)
    return tuple(blocks)
