"""The texts that wait for the trainer, are shown or are hidden: read, put in order, joined."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from realtime.state.open_rounds import open_rounds
from realtime.views.live_tally import BallotRow, read_ballots
from realtime.views.models import Card
from workshop.activities.parts.personal_data import read_flags
from workshop.commands.moderation import first_words, normalised
from workshop.models.answer import Answer
from workshop.models.earlier_rounds import source_round
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db

ORDER = {"held": 0, "shown": 1, "hidden": 2}


def queue_of(run: Run, ballots: list[BallotRow] | None = None) -> tuple[Card, ...]:
    """The texts of the current step (its ``ballots``), or of those it is made of; held first."""
    step = run.step
    if step is None:
        return ()
    if step.activity.moderated and step.round is not None:
        rounds = [step.round]
    else:
        rounds = [round for ref in step.activity.sources if (round := source_round(run, ref))]
    cards = [
        card
        for round in rounds
        if round.activity.moderated
        for card in cards_of(round, ballots if round is step.round else None)
    ]
    return tuple(sorted(cards, key=lambda card: (ORDER[card.moderation], card.card)))


def cards_of(round: Round, ballots: list[BallotRow] | None = None) -> list[Card]:
    """The texts of one round; while it is open, none in mode A.

    ``ballots`` are those of an open one, where they have been read already.
    """
    if open_rounds.get(round.id) is None:
        given = select(Answer.id, Answer.value, Answer.moderation, Answer.flags)
        mine = given.where(Answer.round_id == round.id, Answer.state == "answer")
        rows = [tuple(row) for row in db.session.execute(mine)]
    elif round.mode == "A":
        return []
    else:
        rows = [
            (each.card, each.value, each.moderation, each.flags)
            for each in (read_ballots(round.id) if ballots is None else ballots)
            if each.state == "answer"
        ]
    label = round.step.label
    return [
        Card(card, text, state, round.id, label, read_flags(flags, text))
        for card, value, state, flags in rows
        if (text := round.activity.text_of(value))
    ]


def waiting_texts(run: Run) -> list[str]:
    """The cards that need no second look: held, and without a sign of personal data."""
    return [card.card for card in queue_of(run) if card.moderation == "held" and not card.flags]


def joined(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Texts that say the very same as one card, with how often it was said."""
    begun: dict[tuple, list[Card]] = {}
    for card in cards:  # to compare a thousand long texts whole would take longer than to read them
        key = (card.round_id, card.moderation, first_words(card.text))
        begun.setdefault(key, []).append(card)
    first: dict[str, Card] = {}
    for same in begun.values():
        if len(same) == 1:
            first[same[0].card] = same[0]
            continue
        for words in _by_words(same):
            first[words[0].card] = replace(words[0], times=len(words))
    return tuple(first[card.card] for card in cards if card.card in first)


def _by_words(cards: list[Card]) -> Iterable[list[Card]]:
    found: dict[str, list[Card]] = {}
    for card in cards:
        found.setdefault(normalised(card.text), []).append(card)
    return found.values()
