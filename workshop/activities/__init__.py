"""The kinds of activity, one file each. Adding a kind is one line in the table."""

from collections.abc import Mapping
from typing import Any

from workshop.activities.base import (
    Activity,
    Figure,
    GivenAnswer,
    InvalidAnswer,
    InvalidContent,
    Measure,
    Person,
    Row,
)
from workshop.activities.kinds.advice import Advice
from workshop.activities.kinds.arguments import Arguments
from workshop.activities.kinds.brainstorm import Brainstorm
from workshop.activities.kinds.builder import Builder
from workshop.activities.kinds.case import Case
from workshop.activities.kinds.choice import Choice
from workshop.activities.kinds.cloud import Cloud
from workshop.activities.kinds.commitment import Commitment
from workshop.activities.kinds.ease import Ease
from workshop.activities.kinds.grid import Grid
from workshop.activities.kinds.hands import Hands
from workshop.activities.kinds.hotspot import Hotspot
from workshop.activities.kinds.iceberg import Iceberg
from workshop.activities.kinds.matching import Matching
from workshop.activities.kinds.network import Network
from workshop.activities.kinds.number import Number
from workshop.activities.kinds.obstacles import Obstacles
from workshop.activities.kinds.points import Points
from workshop.activities.kinds.practice import Practice
from workshop.activities.kinds.predict import Predict
from workshop.activities.kinds.quadrant import Quadrant
from workshop.activities.kinds.questions import Questions
from workshop.activities.kinds.quiz import Quiz
from workshop.activities.kinds.ranking import Ranking
from workshop.activities.kinds.reading import Reading
from workshop.activities.kinds.recommend import Recommend
from workshop.activities.kinds.scale import Scale
from workshop.activities.kinds.sequence import Sequence
from workshop.activities.kinds.situation import Situation
from workshop.activities.kinds.staircase import Staircase
from workshop.activities.kinds.talk import Talk
from workshop.activities.kinds.text import Text
from workshop.activities.kinds.two_hats import TwoHats
from workshop.activities.parts.counted_by_hand import CountedByHand
from workshop.activities.parts.deals_cards import DealsCards, Reader
from workshop.activities.parts.feeds_register import FeedsRegister
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.hand_countable import HandCountable
from workshop.activities.parts.made_of_rounds import MadeOfRounds, Source
from workshop.activities.parts.repeat import Repeat
from workshop.activities.parts.unknown_kind import Unknown

__all__ = [
    "KINDS",
    "Activity",
    "CountedByHand",
    "DealsCards",
    "FeedsRegister",
    "Figure",
    "GivenAnswer",
    "HandCountable",
    "InvalidAnswer",
    "InvalidContent",
    "MadeOfRounds",
    "Person",
    "Reader",
    "Repeat",
    "Row",
    "Measure",
    "Source",
    "load",
    "read",
]

KINDS: dict[str, type[Activity]] = {
    kind.kind: kind
    for kind in (
        Choice,
        Scale,
        Recommend,
        Ease,
        Points,
        Ranking,
        Number,
        Grid,
        Predict,
        TwoHats,
        Text,
        Reading,
        Talk,
        Quiz,
        Builder,
        Hotspot,
        Network,
        Quadrant,
        Obstacles,
        Commitment,
        Case,
        Arguments,
        Brainstorm,
        Questions,
        Cloud,
        Hands,
        Practice,
        Sequence,
        Matching,
        Staircase,
        Iceberg,
        Situation,
        Advice,
    )
}


# Keys without which a frozen question can still be asked: what is wrong there is left out.
BESIDE = {(key,) for key in ("guide", "hint", "wall_note", "starts", "ends", "optional", "title")}


def load(data: Mapping[str, Any]) -> Activity:
    """An activity from what its `to_content` froze, perhaps in an earlier version.

    What is frozen was judged when it was course text, so it is read leniently: keys that are not
    known any more are left out, and so is a guide, a note or a time that would not pass today.
    Raises `InvalidContent` where the question itself cannot be read.
    """
    table = TableReader(data)
    try:
        activity = read(table)
    except InvalidContent:
        raise
    except (TypeError, ValueError, KeyError, AttributeError, IndexError) as error:
        raise InvalidContent("kind", f"no se puede leer ({error})", "") from None
    table.problems[:] = [wrong for wrong in table.problems if wrong.path[:1] not in BESIDE]
    if not table.problems:
        return activity
    first = table.problems[0]
    where = ".".join(map(str, first.path))
    raise InvalidContent(where, first.what, first.fix, tuple(table.problems))


def read(table: TableReader) -> Activity:
    """The activity in ``table``, whatever its kind; problems are noted there, never raised."""
    repeats = "repeats" in table and table.texts("repeats") != ()
    if repeats and ("kind" not in table or table.text("kind") == Repeat.kind):
        return Repeat.read(table)
    kind = table.text("kind", required=True)
    if repeats:
        table.wrong(
            "kind",
            "una actividad con «repeats» no lleva «kind»",
            "Borra esta línea: se pregunta lo mismo",
        )
    if kind in KINDS:
        return KINDS[kind].read(table)
    table.one_of("kind", tuple(KINDS), "")
    return Unknown.read(table)
