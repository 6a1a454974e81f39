"""The results as sheets: one picture each, under the name of a file people find again."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from results.outcome import ComparisonOutcome, Outcome, RoundOutcome, StepOutcome, kind_of
from workshop.models.run import Run

UNWANTED_IN_NAMES = re.compile(
    r'[\x00-\x1f<>:"/\\|?*¿¡«»]+'
)  # what file systems refuse, and what reads badly there
MAX_QUESTION_CHARACTERS = 60  # letters of the question in the name of a file


@dataclass(frozen=True)
class Picture:
    """One sheet: a round, or two rounds of one question side by side."""

    step: StepOutcome
    round: RoundOutcome
    comparison: ComparisonOutcome | None = None

    @property
    def activity(self) -> Any:
        """Activity as it was asked."""
        return self.step.activity if self.comparison is None else self.comparison.activity

    @property
    def name(self) -> str:
        """«A3 ¿El cliente siempre tiene la razón?», for the name of its file."""
        question = self.activity.prompt or self.step.title
        short = " ".join(UNWANTED_IN_NAMES.sub(" ", question).split())
        if len(short) > MAX_QUESTION_CHARACTERS:
            short = short[:MAX_QUESTION_CHARACTERS].rsplit(" ", 1)[0]
        return f"{self.step.label.replace(' · ', ' ')} {short}".strip(" .?!")

    def is_of(self, round_id: int) -> bool:
        """Is this round in the picture?"""
        rounds: tuple[RoundOutcome, ...] = (self.round,)
        if self.comparison is not None:
            rounds = (self.comparison.before, self.comparison.after)
        return any(round.id == round_id for round in rounds)


def pictures_of(outcome: Outcome) -> tuple[Picture, ...]:
    """A sheet for everything the outcome tells; nothing that it keeps back."""
    return tuple(each for step in outcome.steps for each in _pictures_of_step(step))


def file_stem(run: Run) -> str:
    """Start of the names of a run's files, «M1 2026-11-21»: module, day, kind of run."""
    day = run.began.strftime("%Y-%m-%d")
    return f"{run.module_code} {day} {kind_of(run)}".strip()


def _pictures_of_step(step: StepOutcome) -> Iterable[Picture]:
    for round in step.rounds:
        if round.standing == "told" and round.tally and round.counts and round.counts.answered:
            yield Picture(step, round)
    for comparison in step.comparisons:
        if not comparison.too_few:
            yield Picture(step, comparison.after, comparison)
