"""Piles of a round's texts: sort texts into them, name them, open a vote on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from workshop.activities.base import UNNAMED_PILE
from workshop.activities.kinds.choice import Choice, Option
from workshop.activities.parts.text_cleaning import excess, one_line, shortened
from workshop.commands.agenda import next_step
from workshop.commands.plan_run import insert_step
from workshop.commands.rounds import open_round
from workshop.models.answer import Answer
from workshop.models.ballot import Ballot
from workshop.models.earlier_rounds import source_round
from workshop.models.logbook import log
from workshop.models.pile import Pile, PiledText, piles_of
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db
from workshop.refused import Refused

MIN_PILES, MAX_PILES = 2, 5  # of the trainer's own; more is no order
MAX_NAME_CHARACTERS = 60  # characters
MAX_QUESTION_CHARACTERS = 160  # characters; what a phone shows well
MAX_OPTION_CHARACTERS = 90  # characters
NONE_OPTION_TEXT = "Ninguna de estas"
VOTE_MINUTES = 2
OPTION_IDS = "abcdefgh"


def round_of_piles(run: Run) -> Round | None:
    """Return the round whose texts can be piled now: the current one, or its source."""
    step = run.step
    if step is None:
        return None
    if step.round is not None and step.activity.piles:
        return step.round
    for ref in step.activity.sources:
        round = source_round(run, ref)
        if round is not None and round.activity.piles:
            return round
    return None


def put_text_in_pile(run: Run, card: str, pile_id: int | None, now: datetime) -> None:
    """Put a text into a pile, or into none. Raises Refused: card_unknown, pile_unknown."""
    round = _round_of_card(run, card)
    piled = db.session.get(PiledText, card)
    before = db.session.get(Pile, piled.pile_id) if piled else None
    after = _pile(run, pile_id) if pile_id is not None else None
    if after is not None and after.round_id != round.id:
        raise Refused("pile_unknown")
    if before is after:
        return
    if after is None:
        db.session.delete(piled)
    else:
        db.session.merge(PiledText(card=card, pile_id=after.id))
    log(
        run.id,
        now,
        "text_piled",
        step=round.step.label,
        card=card,
        was=before.name if before else "",
        pile=after.name if after else "",
        by=run.trainer,
    )
    _retally_and_bump(run, round)


def add_pile(run: Run, now: datetime) -> Pile:
    """Add a pile. Raises Refused: no_texts_to_pile, piles_fixed, piles_full."""
    round = _free_round(run)
    piles = piles_of(round.id)
    if len(piles) >= MAX_PILES:
        raise Refused("piles_full", max=MAX_PILES)
    names = {pile.name for pile in piles}
    name = next(
        name
        for n in range(len(piles) + 1, 2 * MAX_PILES + 2)
        if (name := f"Montón {n}") not in names
    )
    pile = Pile(round_id=round.id, position=max((p.position for p in piles), default=0) + 1)
    pile.name = name
    db.session.add(pile)
    log(run.id, now, "pile_added", step=round.step.label, pile=name, by=run.trainer)
    _retally_and_bump(run, round)
    return pile


def name_pile(run: Run, pile_id: int, name: str, now: datetime) -> None:
    """Name a pile. Raises Refused: pile_unknown, piles_fixed, pile_name_taken, title_too_long."""
    pile = _pile(run, pile_id)
    round = _free_round(run, pile.round_id)
    name = one_line(name)
    if too_long := excess(name, MAX_NAME_CHARACTERS, MAX_NAME_CHARACTERS):
        raise Refused("title_too_long", **too_long)
    if not name or name == pile.name:
        return
    if name in {other.name for other in piles_of(round.id)}:
        raise Refused("pile_name_taken")
    log(run.id, now, "pile_named", step=round.step.label, was=pile.name, pile=name, by=run.trainer)
    pile.name = name
    _retally_and_bump(run, round)


def remove_pile(run: Run, pile_id: int, now: datetime) -> None:
    """Delete a pile; its texts are in none again. Raises Refused: pile_unknown, piles_few."""
    pile = _pile(run, pile_id)
    round = _free_round(run, pile.round_id)
    if len(piles_of(round.id)) <= MIN_PILES:
        raise Refused("piles_few", min=MIN_PILES)
    db.session.execute(delete(PiledText).where(PiledText.pile_id == pile.id))
    log(run.id, now, "pile_removed", step=round.step.label, was=pile.name, by=run.trainer)
    db.session.delete(pile)
    _retally_and_bump(run, round)


def unready_piles(options: Sequence[tuple[int, str]]) -> list[int]:
    """Return the positions, from 1, of piles without a name of their own or without a text."""
    filled = select(PiledText.pile_id).where(PiledText.pile_id.in_([pile for pile, _ in options]))
    with_texts = set(db.session.scalars(filled))
    return [
        place
        for place, (pile, text) in enumerate(options, 1)
        if pile not in with_texts or UNNAMED_PILE.fullmatch(text.strip())
    ]


def check_pile_vote(
    run: Run, question: str, options: Sequence[tuple[int, str]], *, sure: bool = False
) -> tuple[Step, Round]:
    """Return the step that a vote on these piles would follow, and the round of their texts.

    ``options`` are (pile, text of its option). Changes nothing, and does not mind an open round.
    Raises Refused: no_texts_to_pile, vote_needs_piles, pile_unknown, text_empty, title_too_long;
    piles_unready where a pile has no name or text and the trainer is not ``sure``.
    """
    texts = round_of_piles(run)
    if texts is None or run.step is None:
        raise Refused("no_texts_to_pile")
    piles = [_pile(run, pile_id) for pile_id, _ in options]
    if not MIN_PILES <= len(set(piles)) == len(piles) <= MAX_PILES:
        raise Refused("vote_needs_piles", min=MIN_PILES, max=MAX_PILES)
    if any(pile.round_id != texts.id for pile in piles):
        raise Refused("pile_unknown")
    if (places := unready_piles(options)) and not sure:
        raise Refused("piles_unready", piles=", ".join(map(str, places)))
    _valid_text(question, MAX_QUESTION_CHARACTERS)
    for _, text in options:
        _valid_text(text, MAX_OPTION_CHARACTERS)
    return run.step, texts


def open_pile_vote(
    run: Run,
    question: str,
    options: Sequence[tuple[int, str]],
    now: datetime,
    *,
    sure: bool = False,
) -> Round:
    """Insert a choice among piles behind the current step and open its round.

    ``options`` are (pile, text of its option); «Ninguna de estas» is added last.
    Raises Refused: round_open, and as `check_pile_vote` does.
    """
    before, texts = check_pile_vote(run, question, options, sure=sure)
    piles = [_pile(run, pile_id) for pile_id, _ in options]
    question = _valid_text(question, MAX_QUESTION_CHARACTERS)
    votes = sum(1 for step in run.steps if step.ref.startswith(f"{texts.item}-v")) + 1
    activity = Choice(
        ref=f"{texts.item}-v{votes}",
        title=shortened(question, MAX_NAME_CHARACTERS, MAX_NAME_CHARACTERS),
        prompt=question,
        mode=texts.mode,
        options=(
            *(
                Option(letter, _valid_text(text, MAX_OPTION_CHARACTERS))
                for letter, (_, text) in zip(OPTION_IDS, options, strict=False)
            ),
            Option("z", NONE_OPTION_TEXT, undecided=True),
        ),
    )
    label = f"{texts.step.label}·V{votes if votes > 1 else ''}"
    step = insert_step(run, before, activity, label, VOTE_MINUTES)
    for letter, pile in zip(OPTION_IDS, piles, strict=False):
        pile.option, pile.step_id = letter, step.id
    log(run.id, now, "vote_made", step=label, piles=len(piles), by=run.trainer)
    next_step(run, now)
    return open_round(run, now)


# --- helpers, in the order they are called ------------------------------------------------------


def _round_of_card(run: Run, card: str) -> Round:
    """Return the round that a text was given in, unless it is anonymous and open."""
    for noun in (Ballot, Answer):
        key = noun.card if noun is Ballot else noun.id
        found = db.session.execute(
            select(noun.state, Round)
            .join(Round, Round.id == noun.round_id)
            .where(Round.run_id == run.id, key == card)
        ).first()
        if found is None or found.state != "answer" or not found.Round.activity.piles:
            continue
        if noun is Answer or found.Round.mode != "A":
            return found.Round
    raise Refused("card_unknown")


def _pile(run: Run, pile_id: int) -> Pile:
    pile = db.session.get(Pile, pile_id)
    round = db.session.get(Round, pile.round_id) if pile else None
    if pile is None or round is None or round.run_id != run.id:
        raise Refused("pile_unknown")
    return pile


def _free_round(run: Run, round_id: int | None = None) -> Round:
    round = db.session.get(Round, round_id) if round_id is not None else round_of_piles(run)
    if round is None or not round.activity.piles:
        raise Refused("no_texts_to_pile")
    if round.activity.piles_are_fixed:
        raise Refused("piles_fixed")
    return round


def _retally_and_bump(run: Run, round: Round) -> None:
    if run.phase == "ended":
        raise Refused("session_ended")  # its record is what it was when it ended
    db.session.flush()
    if round.is_final:
        round.retally()
    run.bump_version()


def _valid_text(text: str, longest: int) -> str:
    text = one_line(text)
    if not text:
        raise Refused("text_empty")
    if too_long := excess(text, longest, longest):
        raise Refused("title_too_long", **too_long)
    return text
