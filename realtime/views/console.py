"""What the trainer sees: the wall as it is now, and what only she may know."""

from collections.abc import Iterable
from dataclasses import replace

from flask import current_app
from flask_babel import gettext, ngettext
from sqlalchemy import select

from realtime.answers.write_probe import milliseconds_to_store
from realtime.fanout.seat_flood import flood_told
from realtime.protocol.emit import FACILITATOR, PROJECTOR, how_many_hear
from realtime.state.cluster import company
from realtime.state.open_rounds import open_rounds
from realtime.views.actions import (
    back_move,
    end_move,
    primary_move,
    secondary_moves,
    sequence_of,
)
from realtime.views.live_tally import BallotRow, read_ballots
from realtime.views.models import (
    CARDS_AT_ONCE,
    Card,
    ConsoleStage,
    Move,
    RoundView,
    Stage,
)
from realtime.views.snapshots import (
    comparisons_of,
    round_view,
    splits_of,
    stage_for,
    step_view,
)
from web.clock import now
from web.free_space import scarce_megabytes
from workshop.activities.parts import number_format
from workshop.activities.parts.made_of_rounds import needed_by
from workshop.activities.parts.personal_data import read_flags
from workshop.commands.moderation import alike, beginning
from workshop.commands.reopen_run import can_be_reopened
from workshop.models.answer import Answer
from workshop.models.earlier_rounds import source_round
from workshop.models.group_tables import TableState, as_told, states_of
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.persistence.db import db
from workshop.reports.guide_conditions import conditions_of, split_of


def turned_to(stage: ConsoleStage, asked: str) -> ConsoleStage:
    """The console with its texts from number ``asked`` on; what is no number there is the first."""
    first = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    first = min(first, max(0, len(stage.queue) - 1))
    return replace(stage, queue_from=first - first % CARDS_AT_ONCE)


def console_stage(run: Run, wall: Stage | None = None) -> ConsoleStage:
    """Everything the console shows at this moment; the ``wall`` as it is told now, if it is."""
    wall = wall or stage_for(run, PROJECTOR)
    walls = current_app.extensions["doors"][PROJECTOR].watching(run.id)
    walls += company.walls_elsewhere(run.id)
    around = ConsoleStage(
        page={"lobby": "lobby", "ended": "ended"}.get(run.phase, "running"),
        run=wall.run,
        wall=wall,
        agenda=tuple(step_view(run, step) for step in run.steps),
        addresses=tuple(
            (address, name, address == wall.run.address)
            for address, name in current_app.extensions["networks"].addresses()
        ),
        personal={"projector": walls, "consoles": how_many_hear(run.id, FACILITATOR)},
        notices=notices(),
        flood=flood_told(run),
    )
    if run.phase == "lobby":
        checks = around.personal | {"saved_ms": milliseconds_to_store(run.id)}
        return replace(around, primary=Move("empezar", gettext("Empezar")), personal=checks)
    if run.phase == "ended":
        again = around.personal | {"reopens": can_be_reopened(run, now())}
        return replace(around, personal=again)
    if run.step is None:  # behind the last one, which may have been left by a slip
        return replace(around, primary=end_move(), secondary=(back_move(),))
    return _at_step(run, run.step, around)


def notices() -> tuple[str, ...]:
    """Sentences for the trainer on what to mend before it stops the run; () if all is well."""
    free = scarce_megabytes()
    if free is None:
        return ()
    least = current_app.config["DISK_STOP_MB"]
    return (
        gettext(
            "Quedan %(free)s MB libres en el disco. Libera espacio: con menos de %(least)s no se "
            "abren más preguntas, y las respuestas pueden no caber.",
            free=free,
            least=least,
        ),
    )


def _at_step(run: Run, step: Step, around: ConsoleStage) -> ConsoleStage:
    round = step.round
    ballots = ballots_within_reach(round)
    private = private_view(run, round, ballots) if round else None
    queue = joined(queue_of(run, ballots))
    primary = primary_move(run, step, round, around.wall.comparison)
    if reason := reason_before_showing(primary, step, queue):
        primary = replace(primary, reason=reason)
    conditions = conditions_of(run, round, private.tally) if round and private else ()
    fitting = step.activity.guide.fitting(conditions)
    return replace(
        around,
        step=step_view(run, step, round),
        round=private,
        comparison=comparisons_of(run, step),
        splits=around.wall.splits or splits_of(run, step),
        primary=primary,
        secondary=secondary_moves(run, step, round),
        sequence=sequence_of(run, step, round),
        queue=queue,
        tables=tables_of(round) if round is not None else (),
        branch=fitting[0].when if fitting else "",
        branches=tuple(branch.when for branch in fitting),
        branch_reason=reason_of(round, private) if fitting and round and private else "",
        personal=around.personal | {"reveal": step.reveal},
    )


def ballots_within_reach(round: Round | None) -> list[BallotRow] | None:
    """Those of an open round that she may see, read once for all she sees of them."""
    if round is None or round.mode == "A" or open_rounds.get(round.id) is None:
        return None
    return read_ballots(round.id)


def private_view(run: Run, round: Round, ballots: list[BallotRow] | None = None) -> RoundView:
    """The round as only she sees it: while open in modes N and S, after close in all."""
    may = round.mode != "A" or round.phase in ("closed", "revealed")
    return round_view(run, round, with_tally=may, ballots=ballots)


def reason_of(round: Round, private: RoundView) -> str:
    """The figures behind the open branch, to print beside it: «dispersión 0,94»."""
    found = split_of(round, private.tally)
    if found is None:
        return ""
    return gettext(
        "La más elegida, %(share)s %%; dispersión %(entropy)s",
        share=number_format.decimal(100 * found.share, 0),
        entropy=f"{found.entropy:.2f}".replace(".", ","),
    )


def tables_of(round: Round) -> tuple[TableState, ...]:
    """How far each table is; of anonymous rounds only who sits where, and at the end the sums."""
    if not round.activity.by_table or round.phase == "annulled":
        return ()
    return tuple(states_of(round)) if round.phase == "open" else as_told(round.tables)


def queue_of(run: Run, ballots: list[BallotRow] | None = None) -> tuple[Card, ...]:
    """The texts of the current step (its ``ballots``), or of those it is made of; held first."""
    step = run.step
    if step is None:
        return ()
    if step.activity.moderated and step.round is not None:
        rounds = [step.round]
    else:
        rounds = [round for ref in step.activity.sources if (round := source_round(run, ref))]
    order = {"held": 0, "shown": 1, "hidden": 2}
    cards = [
        card
        for round in rounds
        if round.activity.moderated
        for card in cards_of(round, ballots if round is step.round else None)
    ]
    return tuple(sorted(cards, key=lambda card: (order[card.moderation], card.card)))


def waiting_texts(run: Run) -> list[str]:
    """The cards that need no second look: held, and without a sign of personal data."""
    return [card.card for card in queue_of(run) if card.moderation == "held" and not card.flags]


def joined(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    """Texts that say the very same as one card, with how often it was said."""
    begun: dict[tuple, list[Card]] = {}
    for card in cards:  # to compare a thousand long texts whole would take longer than to read them
        key = (card.round_id, card.moderation, beginning(card.text))
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
        found.setdefault(alike(card.text), []).append(card)
    return found.values()


def reason_before_showing(move: Move, step: Step, queue: tuple[Card, ...]) -> str:
    """Sentence on the held texts that «Mostrar», or opening what texts make, leaves out; or ""."""
    held = sum(card.times for card in queue if card.moderation == "held")
    shown = sum(card.times for card in queue if card.moderation == "shown")
    made_of_them = move.verb == "abrir"  # nothing is asked yet: these texts are of before
    if not held or not (made_of_them or (move.verb == "mostrar" and step.activity.moderated)):
        return ""
    if shown or (made_of_them and not needed_by(step.activity)):
        return ngettext(
            "Queda fuera %(num)s texto retenido.", "Quedan fuera %(num)s textos retenidos.", held
        )
    if made_of_them:
        return ngettext(
            "Nada que repartir: %(num)s texto retenido.",
            "Nada que repartir: %(num)s textos retenidos.",
            held,
        )
    return ngettext(
        "No se verá nada: %(num)s texto retenido.",
        "No se verá nada: %(num)s textos retenidos.",
        held,
    )


def cards_of(round: Round, ballots: list[BallotRow] | None = None) -> list[Card]:
    """The texts of one round; while it is open, none in mode A."""
    if open_rounds.get(round.id) is None:
        noun = select(Answer.id, Answer.value, Answer.moderation, Answer.flags)
        mine = noun.where(Answer.round_id == round.id, Answer.state == "answer")
        rows = [tuple(row) for row in db.session.execute(mine)]
    elif ballots is None and (ballots := ballots_within_reach(round)) is None:
        return []
    else:
        rows = [
            (each.card, each.value, each.moderation, each.flags)
            for each in ballots
            if each.state == "answer"
        ]
    label = round.step.label
    return [
        Card(card, text, state, round.id, label, read_flags(flags, text))
        for card, value, state, flags in rows
        if (text := round.activity.text_of(value))
    ]
