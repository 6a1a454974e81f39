"""Rounds of a run's current step: open, close, reveal, annul or extend them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from workshop.activities import FeedsRegister
from workshop.commands.prepare_activity import prepare_activity
from workshop.models import closing
from workshop.models.logbook import log
from workshop.models.pile import add_fixed_piles
from workshop.models.round import Round
from workshop.models.round_key import make_round_key
from workshop.models.run import Run
from workshop.models.segments import segment_round
from workshop.models.step import REVEAL_STAGES
from workshop.persistence.db import db
from workshop.persistence.events import RoundClosed
from workshop.persistence.unit_of_work import record
from workshop.refused import Refused
from workshop.register.intake import update_register

EXTENSION_S = 30  # what a press of «+30 s» adds


def open_round(run: Run, now: datetime) -> Round:
    """Open a new round of the current step's activity.

    Raises Refused: no_step, round_open, hidden_until_second_round, source_not_closed,
    source_empty, items_missing.
    """
    step = run.require_closed_step()
    activity = prepare_activity(run, step, run.local(now).date())
    for item in (*activity.compares, activity.act_of):
        _reveal_item(run, item, force=False)
    round = Round(
        run_id=run.id,
        step_id=step.id,
        item=step.item,
        number=run.next_number(step.item),
        mode=activity.mode,
        for_register=isinstance(activity, FeedsRegister),
        opened_at=now,
        served_at=now,
        closes_at=now + timedelta(seconds=activity.seconds) if activity.seconds else None,
    )
    if step.round is not None and step.round.is_empty:
        log(run.id, now, "asked_again_unanswered", step=step.label)
    round.set_activity(activity, step.content if activity is step.activity else None)
    step.rounds.append(round)
    step.reveal = REVEAL_STAGES[0]
    step.by_segment = False
    run.bump_version()  # before the round gets its id, so that both are written in one go
    db.session.flush()
    add_fixed_piles(round.id, activity.piles)
    if round.needs_key:
        make_round_key(round.id)
    round.is_new = True
    return round


def close_open_round(
    run: Run, now: datetime, by: str = "hand", seconds_to_answer: Sequence[float] = ()
) -> None:
    """Close the open round. Raises Refused("round_not_open")."""
    close_round(run, run.require_open_round(), now, by, seconds_to_answer)


def close_round(
    run: Run, round: Round, now: datetime, by: str, seconds_to_answer: Sequence[float] = ()
) -> None:
    """Close this round, which recovery may have found open in another step."""
    closing.freeze_round(round, now, by, seconds_to_answer)
    update_register(run, now)
    record(RoundClosed(run.id, round.id))
    run.bump_version()


def reveal_round(run: Run, now: datetime, *, force: bool = False) -> None:
    """Reveal the result of all rounds of the current activity.

    Raises Refused: hidden_until_second_round while a second vote is planned, unless forced;
    result_hidden for what is never shown.
    """
    step = run.require_closed_step()
    if step.round is None or step.round.phase != "closed":
        raise Refused("nothing_to_reveal")
    if run.is_never_shown(step.item):
        raise Refused("result_hidden")
    if force and run.awaits_second_round(step.item):
        log(run.id, now, "revealed_before_second_round", step=step.label)
    _reveal_item(run, step.item, force=force)
    run.bump_version()


def advance_reveal(run: Run) -> None:
    """Advance the comparison of two rounds by one stage. Raises Refused("nothing_to_reveal")."""
    step = run.require_step()
    if step.reveal == REVEAL_STAGES[-1]:
        raise Refused("nothing_to_reveal")
    step.reveal = REVEAL_STAGES[REVEAL_STAGES.index(step.reveal) + 1]
    run.bump_version()


def show_by_segment(run: Run, on: bool) -> None:
    """Show the result on the wall by segment, or whole again.

    Raises Refused("nothing_to_split") before the reveal, or where its text names no segment.
    """
    step = run.require_step()
    round = step.round
    revealed = round is not None and round.phase == "revealed"
    if round is None or not revealed or segment_round(run, round) is None:
        raise Refused("nothing_to_split")
    step.by_segment = on
    run.bump_version()


def annul_round(run: Run, now: datetime) -> None:
    """Take the current round out of every figure. Raises Refused: no_step, nothing_to_annul."""
    step = run.require_step()
    round = step.round
    if round is None:
        raise Refused("nothing_to_annul")
    was_open = round.phase == "open"
    round.move_to("annulled")
    round.closed_at = round.closed_at or now
    log(run.id, now, "round_annulled", step=step.label, number=round.number)
    if was_open:
        closing.delete_ballots(round)
        record(RoundClosed(run.id, round.id))
    update_register(run, now)
    run.bump_version()


def extend_round(run: Run) -> None:
    """Postpone the deadline by EXTENSION_S. Raises Refused as `Round.extend` does."""
    run.require_open_round().extend(EXTENSION_S)
    run.bump_version()


def close_at_share(run: Run, on: bool) -> None:
    """Have the open round close by itself at nine answers in ten, or not."""
    run.require_open_round().close_at_share = on
    run.bump_version()


def _reveal_item(run: Run, item: str, force: bool) -> None:
    if run.awaits_second_round(item) and not force:
        raise Refused("hidden_until_second_round")
    for round in run.rounds_of(item):
        if round.phase == "closed":
            round.move_to("revealed")
