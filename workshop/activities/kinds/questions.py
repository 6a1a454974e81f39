"""Questions: the room asks without a name, and lifts the questions it wants answered."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.public_list import PublicList
from workshop.activities.parts.rows import Row, rows_of
from workshop.activities.parts.text_cleaning import read_text

MAX_CHARS = 500  # characters; what a trainer may ask for at most
MAX_VOTES = 200
CARD = re.compile(r"[0-9a-f]{16}")
ANSWERED, PARKED = "Respondida", "Aparcada"
STATES = {"": "open", ANSWERED: "answered", PARKED: "parked"}
ORDER = ("open", "answered", "parked")


@dataclass(frozen=True, kw_only=True)
class Questions(PublicList, Activity):
    """One question a phone, and votes for others' questions: {"text": …, "votes": [cards]}.

    Ranked by a plain count of votes; equal ones in the order of their random cards, never of
    arrival. What was answered comes after what is open, what was parked last. With every question
    shown to everyone from its first moment on, a count needs no correction for who saw it.
    """

    kind: ClassVar[str] = "questions"
    name: ClassVar[str] = "Preguntas de la sala"
    moderated: ClassVar[bool] = True
    family: ClassVar[str] = "write"

    maximum: int = 140

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        if "mode" in table and table.text("mode") == "A":
            what = "en una ronda anónima no se ve nada hasta cerrar, y aquí se vota en vivo"
            table.wrong("mode", what, 'Escribe mode = "S": las preguntas salen sin nombre')
        return {"maximum": table.number("maximum", 20, MAX_CHARS, 140)}

    @property
    def piles(self) -> tuple[str, ...]:
        return (ANSWERED, PARKED)

    @property
    def piles_are_fixed(self) -> bool:
        return True

    def text_of(self, value: Any) -> str:
        return value["text"]

    @property
    def rows_are_texts(self) -> bool:
        return False  # they count votes

    def parse(self, raw: Any) -> dict[str, Any]:
        """{"text": clean text or "", "votes": sorted cards}; one of the two has something."""
        if type(raw) is not dict or raw.keys() != {"text", "votes"}:
            raise InvalidAnswer("answer_malformed")
        votes = raw["votes"]
        if type(votes) is not list:
            raise InvalidAnswer("answer_malformed")
        if len(votes) > MAX_VOTES:
            raise InvalidAnswer("too_many_options", n=len(votes), max=MAX_VOTES)
        if not all(type(card) is str and CARD.fullmatch(card) for card in votes):
            raise InvalidAnswer("option_unknown")
        text = read_text(raw["text"], self.maximum)
        if not text and not votes:
            raise InvalidAnswer("text_empty")
        return {"text": text, "votes": sorted(set(votes))}

    def imagine(self, person: Person) -> dict[str, Any]:
        """Two in five ask something of their own; the others lift what is there already."""
        votes = person.several(person.offered, 4, least=0)
        asks = person.likely(0.4) or not votes
        return {"text": person.says(self.ref)[: self.maximum] if asks else "", "votes": votes}

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n": people, "questions": [{"card", "text", "votes", "state"}], "held", "hidden"}.

        The questions are ranked. A vote for the own question, or for one that is not shown,
        counts for nothing.
        """
        given = list(givens)
        asked = [each for each in given if each.value["text"]]
        votes = Counter(card for each in given for card in each.value["votes"] if card != each.card)
        questions = [
            {
                "card": each.card,
                "text": each.value["text"],
                "votes": votes[each.card],
                "state": STATES.get(each.pile, "open"),
            }
            for each in asked
            if each.moderation == "shown"
        ]
        questions.sort(key=lambda q: (ORDER.index(q["state"]), -q["votes"], q["card"], q["text"]))
        return {
            "n": len(given),
            "questions": questions,
            "held": sum(each.moderation == "held" for each in asked),
            "hidden": sum(each.moderation == "hidden" for each in asked),
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per question as ranked; the shares are of people who took part."""
        asked = tally["questions"]
        return rows_of(
            [each["text"] for each in asked],
            [each["card"] for each in asked],
            [each["votes"] for each in asked],
            tally["n"],
        )

    def say(self, value: Any) -> str:
        lifted = len(value["votes"])
        votes = f"{lifted} apoyada" + "s" * (lifted != 1) if lifted else ""
        return " · ".join(part for part in (value["text"], votes) if part)
