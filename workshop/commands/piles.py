"""What a trainer does with a round's texts: put them into piles, name the piles, vote on them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

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

FEWEST_PILES, MOST_PILES = 2, 5  # of the trainer's own; more is no order
LONGEST_NAME = 60  # characters
LONGEST_QUESTION = 160  # characters; what a phone shows well
LONGEST_OPTION = 90  # characters
NONE_OF_THESE = "Ninguna de estas"
VOTE_MINUTES = 2
LETTERS = "abcdefgh"
UNNAMED = re.compile(r"Montón [0-9]{1,2}")


def round_of_piles(run: Run) -> Round | None:
    """The round whose texts the trainer may pile now: the current one, or its source."""
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


def put_text(run: Run, card: str, pile_id: int | None, now: datetime) -> None:
    """Put a text into a pile, or out of every pile. Refused: card_unknown, pile_unknown."""
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
    _changed(run, round)


def add_pile(run: Run, now: datetime) -> Pile:
    """One more pile. Refused: no_texts_to_pile, piles_fixed, piles_full."""
    round = _free_round(run)
    piles = piles_of(round.id)
    if len(piles) >= MOST_PILES:
        raise Refused("piles_full", max=MOST_PILES)
    names = {pile.name for pile in piles}
    name = next(
        name
        for n in range(len(piles) + 1, 2 * MOST_PILES + 2)
        if (name := f"Montón {n}") not in names
    )
    pile = Pile(round_id=round.id, position=max((p.position for p in piles), default=0) + 1)
    pile.name = name
    db.session.add(pile)
    log(run.id, now, "pile_added", step=round.step.label, pile=name, by=run.trainer)
    _changed(run, round)
    return pile


def name_pile(run: Run, pile_id: int, name: str, now: datetime) -> None:
    """Call a pile by the room's words. Refused: pile_unknown, piles_fixed, pile_name_taken."""
    pile = _pile(run, pile_id)
    round = _free_round(run, pile.round_id)
    name = one_line(name)
    if too_long := excess(name, LONGEST_NAME, LONGEST_NAME):
        raise Refused("title_too_long", **too_long)
    if not name or name == pile.name:
        return
    if name in {other.name for other in piles_of(round.id)}:
        raise Refused("pile_name_taken")
    log(run.id, now, "pile_named", step=round.step.label, was=pile.name, pile=name, by=run.trainer)
    pile.name = name
    _changed(run, round)


def remove_pile(run: Run, pile_id: int, now: datetime) -> None:
    """Take a pile away; its texts are in none again. Refused: pile_unknown, piles_few."""
    pile = _pile(run, pile_id)
    round = _free_round(run, pile.round_id)
    if len(piles_of(round.id)) <= FEWEST_PILES:
        raise Refused("piles_few", min=FEWEST_PILES)
    db.session.execute(delete(PiledText).where(PiledText.pile_id == pile.id))
    log(run.id, now, "pile_removed", step=round.step.label, was=pile.name, by=run.trainer)
    db.session.delete(pile)
    _changed(run, round)


def unready(options: Sequence[tuple[int, str]]) -> list[int]:
    """The places, from 1, of the piles nobody has named yet, and of those that hold no text."""
    filled = select(PiledText.pile_id).where(PiledText.pile_id.in_([pile for pile, _ in options]))
    with_texts = set(db.session.scalars(filled))
    return [
        place
        for place, (pile, text) in enumerate(options, 1)
        if pile not in with_texts or UNNAMED.fullmatch(text.strip())
    ]


def check_vote(
    run: Run, question: str, options: Sequence[tuple[int, str]], *, sure: bool = False
) -> tuple[Step, Round]:
    """The step a vote on these piles would follow, and the round of their texts.

    ``options`` are (pile, text of its option). Changes nothing, and does not mind an open round.
    Refused: no_texts_to_pile, vote_needs_piles, pile_unknown, text_empty, title_too_long, and
    piles_unready where a pile has no name or no text and the trainer is not ``sure``.
    """
    texts = round_of_piles(run)
    if texts is None or run.step is None:
        raise Refused("no_texts_to_pile")
    piles = [_pile(run, pile_id) for pile_id, _ in options]
    if not FEWEST_PILES <= len(set(piles)) == len(piles) <= MOST_PILES:
        raise Refused("vote_needs_piles", min=FEWEST_PILES, max=MOST_PILES)
    if any(pile.round_id != texts.id for pile in piles):
        raise Refused("pile_unknown")
    if (places := unready(options)) and not sure:
        raise Refused("piles_unready", piles=", ".join(map(str, places)))
    _sound(question, LONGEST_QUESTION)
    for _, text in options:
        _sound(text, LONGEST_OPTION)
    return run.step, texts


def make_vote(
    run: Run,
    question: str,
    options: Sequence[tuple[int, str]],
    now: datetime,
    *,
    sure: bool = False,
) -> Round:
    """A single choice among piles, inserted right behind the current step and open at once.

    ``options`` are (pile, text of its option); «Ninguna de estas» is added last.
    Refused: round_open, and whatever ``check_vote`` refuses.
    """
    before, texts = check_vote(run, question, options, sure=sure)
    piles = [_pile(run, pile_id) for pile_id, _ in options]
    question = _sound(question, LONGEST_QUESTION)
    votes = sum(1 for step in run.steps if step.ref.startswith(f"{texts.item}-v")) + 1
    activity = Choice(
        ref=f"{texts.item}-v{votes}",
        title=shortened(question, LONGEST_NAME, LONGEST_NAME),
        prompt=question,
        mode=texts.mode,
        options=(
            *(
                Option(letter, _sound(text, LONGEST_OPTION))
                for letter, (_, text) in zip(LETTERS, options, strict=False)
            ),
            Option("z", NONE_OF_THESE, undecided=True),
        ),
    )
    label = f"{texts.step.label}·V{votes if votes > 1 else ''}"
    step = insert_step(run, before, activity, label, VOTE_MINUTES)
    for letter, pile in zip(LETTERS, piles, strict=False):
        pile.option, pile.step_id = letter, step.id
    log(run.id, now, "vote_made", step=label, piles=len(piles), by=run.trainer)
    next_step(run, now)
    return open_round(run, now)


# --- helpers, in the order they are called ------------------------------------------------------


def _round_of_card(run: Run, card: str) -> Round:
    """The round a text was given in; one of an open anonymous round is out of reach."""
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


def _changed(run: Run, round: Round) -> None:
    if run.phase == "ended":
        raise Refused("session_ended")  # its record is what it was when it ended
    db.session.flush()
    if round.is_final:
        round.retally()
    run.bump_version()


def _sound(text: str, longest: int) -> str:
    text = one_line(text)
    if not text:
        raise Refused("text_empty")
    if too_long := excess(text, longest, longest):
        raise Refused("title_too_long", **too_long)
    return text
