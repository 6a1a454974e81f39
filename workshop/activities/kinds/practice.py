"""Practice: trios whose roles rotate, a clock for each round, and a rubric the observer marks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.number_format import decimal
from workshop.activities.parts.rating import whole
from workshop.activities.parts.rows import Row
from workshop.activities.parts.shared_keys import MAX_TIME_LIMIT_S
from workshop.activities.parts.timed_phases import TalkPhase, TimedInPhases
from workshop.statistics.proportions import percent

GROUP_PEOPLE = 3
LAST_RUBRICS_S = 60  # seconds after the last round in which rubrics are still sent
MIN_CHECKS, MAX_CHECKS = 3, 6  # checks; more nobody watches while listening
MARK_NAMES = ("No", "A medias", "Sí")


@dataclass(frozen=True, kw_only=True)
class Practice(TimedInPhases, Activity):
    """The person who observes marks each check. The value is a list of ints, 0 to the last level.

    The observer shows the card to the person observed; the room is told the sum, never a card.
    """

    kind: ClassVar[str] = "practice"
    name: ClassVar[str] = "Práctica en tríos"
    family: ClassVar[str] = "talk"
    private: ClassVar[bool] = True

    roles: tuple[str, ...]
    rubric: tuple[str, ...]
    levels: tuple[str, ...] = MARK_NAMES
    rounds: int = GROUP_PEOPLE
    practice_seconds: int = 180
    feedback_seconds: int = 120

    def __post_init__(self) -> None:
        each = self.practice_seconds + self.feedback_seconds
        object.__setattr__(self, "seconds", self.rounds * each + LAST_RUBRICS_S)

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        roles = table.texts("roles", required=True)
        if roles and len(roles) != GROUP_PEOPLE:
            table.wrong("roles", f"hay {len(roles)} papeles", "Deja tres: el último observa")
        rubric = table.texts("rubric", required=True)
        if rubric and not MIN_CHECKS <= len(rubric) <= MAX_CHECKS:
            table.wrong("rubric", f"hay {len(rubric)}", f"Deja entre {MIN_CHECKS} y {MAX_CHECKS}")
        levels = table.texts("levels") or MARK_NAMES
        if not 2 <= len(levels) <= 4:
            table.wrong("levels", f"hay {len(levels)}", "Deja entre 2 y 4")
        rounds = table.number("rounds", GROUP_PEOPLE, GROUP_PEOPLE, GROUP_PEOPLE) or GROUP_PEOPLE
        practice = table.number("practice_seconds", 30, MAX_TIME_LIMIT_S // 6, 180) or 180
        feedback = table.number("feedback_seconds", 15, MAX_TIME_LIMIT_S // 6, 120) or 120
        total = rounds * (practice + feedback) + LAST_RUBRICS_S
        if table.number("seconds", 5, MAX_TIME_LIMIT_S * 2, total) != total:
            table.wrong("seconds", f"las rondas suman {total} segundos", "Quita «seconds»")
        return {
            "roles": roles,
            "rubric": rubric,
            "levels": levels,
            "rounds": rounds,
            "practice_seconds": practice,
            "feedback_seconds": feedback,
            "seconds": None,
        }

    @property
    def phases(self) -> tuple[TalkPhase, ...]:  # type: ignore[override]
        """The stretches of the wall's clock: each round, its feedback, and the last rubrics."""
        chain = []
        for at in range(self.rounds):
            turns = " · ".join(f"{letter}: {role}" for letter, role in self.turns[at])
            chain.append(TalkPhase(f"Ronda {at + 1}", GROUP_PEOPLE, self.practice_seconds, turns))
            chain.append(TalkPhase("Devolución", GROUP_PEOPLE, self.feedback_seconds))
        return (*chain, TalkPhase("Últimas rúbricas", GROUP_PEOPLE, LAST_RUBRICS_S))

    @property
    def turns(self) -> tuple[tuple[tuple[str, str], ...], ...]:
        """For each round, who of A, B and C has which role; everybody observes once."""
        return tuple(
            tuple(
                (letter, self.roles[(at - turn) % GROUP_PEOPLE]) for at, letter in enumerate("ABC")
            )
            for turn in range(self.rounds)
        )

    def parse(self, raw: Any) -> list[int]:
        """One level for each check."""
        if type(raw) is not list or len(raw) != len(self.rubric):
            raise InvalidAnswer("answer_malformed")
        return [whole(mark, 0, len(self.levels) - 1) for mark in raw]

    def imagine(self, person: Person) -> list[int]:
        return [person.mark(0, len(self.levels) - 1, check) for check in self.rubric]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n": cards, "counts": [[cards by level] by check], "score": checks met, on average}."""
        values = [given.value for given in givens]
        top = len(self.levels) - 1
        marks = sum(sum(value) for value in values)
        return {
            "n": len(values),
            "counts": [
                [sum(value[at] == level for value in values) for level in range(top + 1)]
                for at in range(len(self.rubric))
            ],
            "score": marks / top / len(values) if values else None,
        }

    def protect(self, tally: Mapping[str, Any], k: int) -> dict[str, Any]:
        """Few cards would tell whose they are: then only how many there are."""
        if tally["n"] >= k:
            return dict(tally)
        return dict(self.tally(())) | {"n": tally["n"], "few": k}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per check: cards with its highest level."""
        n = tally["n"]
        return tuple(
            Row(
                label=text,
                count=counts[-1],
                share=counts[-1] / n if n else 0.0,
                key=str(at),
                note="; ".join(
                    f"{level}: {count}" for level, count in zip(self.levels, counts, strict=True)
                ),
                percent=percent(counts[-1], n),
            )
            for at, (text, counts) in enumerate(zip(self.rubric, tally["counts"], strict=True), 1)
        )

    def say(self, value: Any) -> str:
        return " · ".join(
            f"{text}: {self.levels[mark]}" for text, mark in zip(self.rubric, value, strict=True)
        )

    def groups(self, people: int) -> tuple[int, ...]:
        """The sizes of the groups that ``people`` make."""
        return trios(people)

    def score_of(self, tally: Mapping[str, Any]) -> str:
        """«3,8», of as many as there are checks."""
        return decimal(tally["score"]) if tally["score"] is not None else ""


def trios(people: int) -> tuple[int, ...]:
    """The sizes of the groups: threes, and whoever is left over joins one, as one of four.

    Two left over make two groups of four; five people stay one group, fewer than three as well.
    """
    if people < 2 * GROUP_PEOPLE:
        return (people,) if people else ()
    left = people % GROUP_PEOPLE
    return (GROUP_PEOPLE,) * (people // GROUP_PEOPLE - left) + (GROUP_PEOPLE + 1,) * left


def observes(size: int, rounds: int = GROUP_PEOPLE) -> tuple[tuple[int, ...], ...]:
    """For each round, which of ``size`` people observe; D goes with A, E with B."""
    return tuple(
        tuple(at for at in range(size) if at % GROUP_PEOPLE == (turn + 2) % GROUP_PEOPLE)
        for turn in range(rounds)
    )
