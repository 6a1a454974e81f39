"""Moderation: hide and show people's texts, one or many, in open rounds and in closed ones."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Select, insert, select, true, update

from workshop.models.answer import Answer
from workshop.models.ballot import Ballot
from workshop.models.earlier_rounds import rounds_made_of
from workshop.models.locked_run import run_to_change
from workshop.models.logbook import LogEntry
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused
from workshop.register.intake import update_register

TextModel = type[Ballot] | type[Answer]

LOG_CODES = {"hidden": "text_hidden", "shown": "text_shown"}
MAX_COMPARED_WORDS, MAX_WORD_CHARACTERS = 8, 40  # enough to tell most texts apart
MAX_READ_CHARACTERS = 2_000  # however many of them are blank
AFTERWARDS_SUFFIX = "_afterwards"  # the record says so: it is not what it was when the run ended


def moderate_text(run_id: int, card: str, moderation: str, now: datetime) -> None:
    """Set the moderation of the text behind ``card``, and of those that say the very same.

    Raises Refused: run_unknown, card_unknown. Texts of an open anonymous round are out of reach:
    nobody sees them before it closes.
    """
    run = run_to_change(run_id)
    if run is None:
        raise Refused("run_unknown")
    found = next(_texts(run_id, [card]), None)
    if found is None:
        raise Refused("card_unknown")
    noun, round_id, value = found
    round = db.session.get(Round, round_id)
    if round is None or not round.activity.moderated:
        raise Refused("card_unknown")
    same = _same_words(noun, round, round.activity.text_of(value))
    moderate_texts(run, [card, *same], moderation, now)


def moderate_texts(run: Run, cards: Collection[str], moderation: str, now: datetime) -> int:
    """Set the moderation of these texts at once. Returns the number of those that changed."""
    rounds = {round.id: round for round in run.rounds}
    what = LOG_CODES[moderation] + (AFTERWARDS_SUFFIX if run.phase == "ended" else "")
    changed: dict[int, list[str]] = {}
    for noun in (Ballot, Answer):
        card = _card(noun)
        found = _within_reach(noun, run.id, cards, card, noun.round_id)
        for text, round_id in db.session.execute(found.where(noun.moderation != moderation)):
            changed.setdefault(round_id, []).append(text)
        now_so = update(noun).where(
            noun.round_id.in_(changed), card.in_(cards), noun.state == "answer"
        )
        db.session.execute(now_so.values(moderation=moderation))
    for round_id, of_round in changed.items():
        line = {"run_id": run.id, "at": now, "what": what}
        line["detail"] = {"step": rounds[round_id].step.label}
        db.session.execute(insert(LogEntry), [line] * len(of_round))
    if not changed:
        return 0
    db.session.flush()
    for round_id, of_round in changed.items():
        round = rounds[round_id]
        if round.is_final:
            round.retally()
        for made_of_it in rounds_made_of(run, round):
            made_of_it.apply_moderation(of_round, moderation)
    update_register(run, now)
    run.bump_version()
    return sum(map(len, changed.values()))


def normalised(text: str) -> str:
    """Return a key that is equal for two texts that a reader would take for one."""
    return " ".join(text.casefold().split()).rstrip(".")


def first_words(text: str) -> tuple[str, ...]:
    """Return a cheap key that is equal for two texts with equal `normalised`."""
    words = text[:MAX_READ_CHARACTERS].split(None, MAX_COMPARED_WORDS)[:MAX_COMPARED_WORDS]
    return tuple(
        word[:MAX_WORD_CHARACTERS].casefold()[:MAX_WORD_CHARACTERS].rstrip(".") for word in words
    )


def _texts(run_id: int, cards: Collection[str]) -> Iterator[tuple[TextModel, int, Any]]:
    """Yield (model, round id, value) of the texts behind ``cards`` that may be moderated."""
    for noun in (Ballot, Answer):
        found = _within_reach(noun, run_id, cards, noun.round_id, noun.value)
        for round_id, value in db.session.execute(found):
            yield noun, round_id, value


def _within_reach(noun: TextModel, run_id: int, cards: Collection[str], *columns: Any) -> Select:
    there = select(*columns).join(Round, Round.id == noun.round_id).where(Round.run_id == run_id)
    closed = Round.mode != "A" if noun is Ballot else true()
    return there.where(closed, _card(noun).in_(cards), noun.state == "answer")


def _same_words(noun: TextModel, round: Round, text: str) -> Iterator[str]:
    words, begins = normalised(text), first_words(text)
    others = select(_card(noun), noun.value).where(
        noun.round_id == round.id, noun.state == "answer"
    )
    for card, value in db.session.execute(others):
        other = round.activity.text_of(value)
        if first_words(other) == begins and normalised(other) == words:
            yield card


def _card(noun: TextModel) -> Any:
    return Ballot.card if noun is Ballot else Answer.id
