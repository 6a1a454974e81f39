"""The contract of every kind of activity: read its text, parse one answer, tally many."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Self

from workshop.activities.parts.answer_input import (
    GivenAnswer,
    InvalidAnswer,
)
from workshop.activities.parts.content_errors import InvalidContent
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.group_sums import GroupSum, mean_sum
from workshop.activities.parts.guide import Guide
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.measures import Figure, Measure
from workshop.activities.parts.rows import Row
from workshop.activities.parts.shared_keys import as_json, read_keys

__all__ = [
    "Activity",
    "Figure",
    "GivenAnswer",
    "InvalidAnswer",
    "InvalidContent",
    "Person",
    "Row",
    "Measure",
]

FIRST_PILES = ("Montón 1", "Montón 2", "Montón 3")
UNNAMED_PILE = re.compile(r"Montón [0-9]{1,2}")


@dataclass(frozen=True, kw_only=True)
class Activity:
    """One step of a module. The kinds inherit; this class answers for those that ask nothing."""

    kind: ClassVar[str] = ""
    name: ClassVar[str] = ""  # Spanish, as the console says it
    takes_answers: ClassVar[bool] = True
    moderated: ClassVar[bool] = (
        False  # its answers are texts that may be held before the wall shows them
    )
    private: ClassVar[bool] = False  # one answer is only ever told to the phone that gave it
    opinion: ClassVar[bool] = False  # may be asked again later; has categories or measures then
    family: ClassVar[str] = (
        "vote"  # vote, write, talk or read: its colour in the picture of the module's time
    )
    tables_may_answer: ClassVar[bool] = True  # may one phone answer for its table?
    splits: ClassVar[bool] = False  # its result may be told by segment
    unanimous_rows: ClassVar[bool] = False  # a row that all of a segment are in tells of each
    way_back: ClassVar[str] = ""  # the page where its author finds it again, by a code
    source_keys: ClassVar[tuple[str, ...]] = ("act_of",)  # its keys that name earlier activities

    ref: str
    title: str
    prompt: str = ""
    starts: int = 0  # minute of the agenda
    ends: int = 0
    seconds: int | None = None  # time limit; None: the trainer closes it
    mode: str = "S"
    answered_by: str = "person"
    show: str = "close"
    optional: bool = False  # may be dropped when the session runs late (◇)
    hint: str = ""
    wall_note: str = ""
    guide: Guide = field(default_factory=Guide)
    repeats: tuple[str, ...] = ()
    compares: tuple[str, ...] = ()
    act_of: str = ""  # the act before this one
    turnouts: tuple[str, ...] = ()  # how many answered in these, side by side
    split_by: str = ""  # the segment (an earlier choice) that its result may be told by

    @property
    def minutes(self) -> int:
        """Planned minutes."""
        return self.ends - self.starts

    @property
    def by_table(self) -> bool:
        """Does one phone write for its table, so that the table counts once?"""
        return self.answered_by == "table"

    @property
    def letters(self) -> tuple[str, ...]:
        """Signs before each category on a screen: «a», «b»… or «1», «2»…; () for nothing."""
        return ()

    @classmethod
    def from_content(cls, data: Mapping[str, Any]) -> Self:
        """Read an activity from its table. Raises `InvalidContent` with every problem at once."""
        table = TableReader(data)
        activity = cls.read(table)
        table.refuse_problems()
        return activity

    def to_content(self) -> dict[str, Any]:
        """All of it as JSON, with its kind: what a run freezes. Inverse of `from_content`."""
        return {"kind": self.kind} | as_json(self)

    @classmethod
    def read(cls, table: TableReader) -> Self:
        """Read an activity, noting problems in ``table``; with problems the result is of no use."""
        table.one_of("kind", (cls.kind,), cls.kind)
        own = cls.read_own(table)
        return cls(**own, **cls.read_shared(table, own))

    @classmethod
    def read_shared(cls, table: TableReader, own: Mapping[str, Any]) -> dict[str, Any]:
        """Read the keys that every kind has; ``own`` is what this kind has read."""
        return read_keys(
            table,
            own,
            takes_answers=cls.takes_answers,
            tables_may_answer=cls.takes_answers and cls.tables_may_answer,
            option_ids=cls.option_ids(own),
        )

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        """Read the keys that only this kind has."""
        return {}

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...] | None:
        """The options a guide may speak of; None when they cannot be known."""
        return ()

    def parse(self, raw: Any) -> Any:
        """The value in ``raw``, which may be anything. Raises `InvalidAnswer` and nothing else."""
        raise InvalidAnswer("answer_malformed")

    def imagine(self, person: Person) -> Any:
        """An answer of an imagined ``person`` as a phone sends it: for rehearsals and tests."""
        raise NotImplementedError(f"{self.kind} cannot imagine an answer")

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """The sum of the answers, as JSON; "n" counts the valid ones. Their order never matters."""
        return {"n": 0}

    def categories(self) -> tuple[str, ...]:
        """The keys by which two rounds are compared; () where they cannot be."""
        return ()

    def category_of(self, value: Any) -> str:
        """The category of one value; "" where there are none."""
        return ""

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The figures by which two rounds are compared where there are no categories."""
        return ()

    def figures_of(self, value: Any) -> Mapping[str, float]:
        """Numbers that one value gives for the figures of the `measures`, by key; those it has."""
        return {}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """The table that says what the chart shows."""
        return ()

    @property
    def slots(self) -> tuple[int, ...]:
        """The colour of each category that is called by its letter, 0 for the undecided.

        () where categories are points of a line: those have one colour and are called by words.
        """
        return ()

    def slot(self, position: int) -> int:
        """The colour of the row at ``position``."""
        return self.slots[position] if self.slots else 1

    def sums(self, tally: Mapping[str, Any]) -> tuple[GroupSum, ...]:
        """Figures of a whole group; the same ones in the same order for any tally."""
        return mean_sum(tally)

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """Whole per cents, half up, that its chart prints: "rows", and others by a name of its own.

        They go with the tally to the scripts that move its chart, so that nobody else rounds. {}
        where its chart prints none.
        """
        return {}

    def breakdown(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """A second table beside `rows`: what each part of a question came to."""
        return ()

    # --- what another round gives this one (docs/decisions/0030) --------------------------------

    @property
    def sources(self) -> tuple[str, ...]:
        """The earlier activities whose closed rounds this one needs before it can open."""
        return tuple(ref for key in self.source_keys if (ref := getattr(self, key)))

    def source_problem(self, key: str, source: "Activity") -> tuple[str, str] | None:
        """The problem with ``source`` at ``key`` and its mending, in Spanish; or None."""
        if not source.takes_answers:
            return f"«{source.ref}» no recoge respuestas", "Nombra una actividad que se responde"
        return None

    @property
    def piles(self) -> tuple[str, ...]:
        """The piles its texts are put into, to begin with; () where there are no texts."""
        return FIRST_PILES if self.moderated else ()

    @property
    def piles_are_fixed(self) -> bool:
        """May the trainer neither add, rename nor remove a pile?"""
        return False

    @property
    def rows_are_texts(self) -> bool:
        """Are its rows its answers, so that a file gives them as answers and counts nothing?"""
        return self.moderated

    def text_of(self, value: Any) -> str:
        """The free text in an answer: what moderation reads and another round may use."""
        return self.say(value) if self.moderated else ""

    def say(self, value: Any) -> str:
        """One answer in plain words."""
        return ""

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        """(People for each side, people in all): the figures that branches of the guide look at.

        ({}, 0) where a result takes no sides.
        """
        counts, names = tally.get("counts"), self.categories()
        if names and isinstance(counts, list):
            counts = dict(zip(names, counts, strict=True))
        return (counts, sum(counts.values())) if isinstance(counts, dict) else ({}, 0)

    def conditions(self, tally: Mapping[str, Any]) -> tuple[str, ...]:
        """Names of the guide's branches (`when`) that this kind alone can tell of a result."""
        return ()

    def protect(self, tally: Mapping[str, Any], k: int) -> dict[str, Any]:
        """``tally`` without what would tell of fewer than ``k`` people within the room."""
        return dict(tally)
