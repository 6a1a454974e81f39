"""A commitment, for whoever comes back to it with a return code."""

from dataclasses import dataclass

from workshop.models.return_code import ReturnCode
from workshop.reports.return_code import answers_of_code

COMMITMENT_PATH = "/compromiso"


@dataclass(frozen=True)
class OwnCommitments:
    """Commitments of one person, a sentence each, and where they were made."""

    sentences: tuple[str, ...]
    session: str


def commitments_of_code(row: ReturnCode) -> OwnCommitments | None:
    """The commitments this code leads to; None if there are none, or their rounds are open."""
    answers = answers_of_code(row, COMMITMENT_PATH)
    if not answers:
        return None
    sentences = tuple(answer.round.activity.say(answer.value) for answer in answers)
    return OwnCommitments(sentences, answers[0].round.run.title)
