"""A commitment, for whoever comes back to it with the code their phone made."""

from dataclasses import dataclass

from workshop.reports.return_code import answer_under

COMMITMENT_PATH = "/compromiso"


@dataclass(frozen=True)
class OwnCommitment:
    """Commitment of one person in one sentence, and where it was made."""

    sentence: str
    session: str


def commitment_under(code: str) -> OwnCommitment | None:
    """The commitment under this code; None if there is none, or its round is still open."""
    answer = answer_under(code, COMMITMENT_PATH)
    if answer is None:
        return None
    words = {part: text for part, text in answer.value.items() if part != "code"}
    return OwnCommitment(answer.round.activity.say(words), answer.round.run.title)
