"""Hiding and showing people's texts, one or many, in an open round or in a closed one."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime

from sqlalchemy import select

from workshop.answer import Answer
from workshop.ballot import Ballot
from workshop.db import db
from workshop.known_runs import run_to_change
from workshop.logbook import log
from workshop.refused import Refused
from workshop.round import Round
from workshop.run import Run

WORDS = {"hidden": "text_hidden", "shown": "text_shown"}
AFTERWARDS = "_afterwards"  # the record says so: it is not what it was when the run ended


def moderate(run_id: int, card: str, moderation: str, now: datetime) -> None:
    """Set the moderation of the text behind ``card``, and of those that say the very same.

    Refused("card_unknown") if it is not there. Texts of an open anonymous round are out of reach:
    nobody sees them before it closes.
    """
    run = run_to_change(run_id)
    if run is None:
        raise Refused("run_unknown")
    found = next(_texts(run_id, [card]), None)
    if found is None:
        raise Refused("card_unknown")
    round = db.session.get(Round, found.round_id)
    if round is None or not round.activity.moderated:
        raise Refused("card_unknown")
    moderate_cards(run, [card, *_same_words(round, found)], moderation, now)


def moderate_cards(run: Run, cards: Collection[str], moderation: str, now: datetime) -> int:
    """Set the moderation of these texts at once; how many were not so before."""
    rounds = {round.id: round for round in run.rounds}
    what = WORDS[moderation] + (AFTERWARDS if run.phase == "ended" else "")
    changed: dict[int, list[str]] = {}
    for found in _texts(run.id, cards):
        if found.moderation == moderation:
            continue
        found.moderation = moderation
        changed.setdefault(found.round_id, []).append(_card(found))
        log(run.id, now, what, step=rounds[found.round_id].step.label)
    if not changed:
        return 0
    db.session.flush()
    for round_id, of_round in changed.items():
        round = rounds[round_id]
        if round.is_final:
            round.retally()
        for made_of_it in run.rounds:
            if round.item in made_of_it.activity.sources:
                made_of_it.follow_moderation(of_round, moderation)
    run.changed()
    return sum(map(len, changed.values()))


def alike(text: str) -> str:
    """The same for two texts that a reader would take for one."""
    return " ".join(text.casefold().split()).rstrip(".")


def _texts(run_id: int, cards: Collection[str]) -> Iterator[Ballot | Answer]:
    """The ballots and answers behind ``cards`` that hold a text within reach."""
    ballots = select(Ballot).join(Round, Round.id == Ballot.round_id).where(Round.mode != "A")
    answers = select(Answer).join(Round, Round.id == Answer.round_id)
    there = Round.run_id == run_id
    yield from db.session.scalars(
        ballots.where(there, Ballot.card.in_(cards), Ballot.state == "answer")
    )
    yield from db.session.scalars(
        answers.where(there, Answer.id.in_(cards), Answer.state == "answer")
    )


def _same_words(round: Round, found: Ballot | Answer) -> Iterator[str]:
    words = alike(round.activity.text_of(found.value))
    others: Iterable[Ballot | Answer] = (
        db.session.scalars(select(Ballot).where(Ballot.round_id == round.id))
        if isinstance(found, Ballot)
        else db.session.scalars(select(Answer).where(Answer.round_id == round.id))
    )
    for other in others:
        if other.state == "answer" and alike(round.activity.text_of(other.value)) == words:
            yield _card(other)


def _card(found: Ballot | Answer) -> str:
    return found.card if isinstance(found, Ballot) else found.id
