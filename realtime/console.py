"""What the trainer sees: the wall as it is now, and what only she may know."""

from flask import current_app
from sqlalchemy import select

from realtime.addresses import addresses_of_this_computer
from realtime.audience import PROJECTOR
from realtime.counting import read_ballots
from realtime.live import open_rounds
from realtime.snapshots import comparisons_of, round_view, run_view, stage_for, step_view
from realtime.views import Card, ConsoleStage, Move, RoundView
from workshop.answer import Answer
from workshop.db import db
from workshop.personal_data import flags_of
from workshop.result import conditions_of, reason_of
from workshop.round import Round
from workshop.run import Run
from workshop.step import REVEALS, Step

NEXT_REVEAL = {"after": "Mostrar «Antes»", "before": "Mostrar las cintas", "flows": "Mostrar todo"}


def console_stage(run: Run) -> ConsoleStage:
    """Everything the console shows at this moment."""
    wall = stage_for(run, PROJECTOR)
    shown = run_view(run)
    common = {
        "run": shown,
        "wall": wall,
        "agenda": tuple(step_view(run, step) for step in run.steps),
        "addresses": tuple(
            (address, name, address == run.address) for address, name in chosen_addresses(run)
        ),
    }
    walls = current_app.extensions["doors"][PROJECTOR].watching(run.id)
    if run.phase == "lobby":
        start = Move("empezar", "Empezar")
        return ConsoleStage("lobby", primary=start, personal={"projector": walls}, **common)
    if run.phase == "ended" or run.step is None:
        if run.phase == "ended":
            return ConsoleStage("ended", **common)
        return ConsoleStage("running", primary=Move("terminar", "Terminar"), **common)
    step = run.step
    round = step.round
    private = private_view(run, round) if round else None
    conditions = conditions_of(run, round, private.tally) if round and private else ()
    fitting = step.activity.guide.fitting(conditions)
    return ConsoleStage(
        "running",
        step=step_view(run, step),
        round=private,
        comparison=comparisons_of(run, step),
        primary=primary_move(run, step, round, wall.comparison),
        secondary=secondary_moves(run, step, round),
        sequence=sequence_of(run, step, round),
        queue=queue_of(run),
        branch=fitting[0].when if fitting else "",
        branch_reason=reason_of(private.tally) if fitting and private else "",
        personal={"projector": walls, "reveal": step.reveal},
        **common,
    )


def chosen_addresses(run: Run) -> list[tuple[str, str]]:
    """This computer's addresses, with the port phones use."""
    port = current_app.config["PORT"]
    found = [(f"{address}:{port}", name) for address, name in addresses_of_this_computer()]
    if run.address and run.address not in {address for address, _ in found}:
        found.insert(0, (run.address, ""))
    return found


def private_view(run: Run, round: Round) -> RoundView:
    """The round with the distribution only she sees: in modes N and S while open, after close in all."""
    may = round.mode != "A" or round.phase in ("closed", "revealed")
    return round_view(run, round, with_tally=may)


def primary_move(run: Run, step: Step, round: Round | None, shown: tuple) -> Move:
    """The one safe next thing (design.md §8.1)."""
    last = not any(s.phase == "planned" and not s.pending for s in run.steps)
    onwards = Move("terminar", "Terminar") if last else Move("siguiente", "Siguiente")
    activity = step.activity
    if round is None:
        second = bool(run.rounds_of(step.item))
        if not activity.takes_answers:
            return Move("abrir", "Empezar" if activity.family == "talk" else "Mostrar")
        return Move("abrir", "Segunda vuelta" if second else "Abrir")
    if round.phase == "open" and activity.takes_answers:
        return Move("cerrar", "Cerrar")
    if shown and not shown[0].too_few and step.reveal != REVEALS[-1]:
        return Move("avanzar", NEXT_REVEAL[step.reveal])
    if round.phase == "closed" and activity.takes_answers:
        if run.awaits_second_round(step.item):
            return onwards
        return Move("mostrar", "Mostrar")
    return onwards


def secondary_moves(run: Run, step: Step, round: Round | None) -> tuple[Move, ...]:
    """What else she can do; what cannot be undone takes a held key."""
    moves = []
    open_ = round is not None and round.phase == "open"
    if open_ and round.closes_at is not None:
        moves.append(Move("prorrogar", "+30 s"))
    if open_ and step.activity.takes_answers:
        on = round.close_at_share
        moves.append(Move("cerrar-al-90", "No cerrar al 90 %" if on else "Cerrar al 90 %"))
    if round is not None and round.phase == "closed" and run.awaits_second_round(step.item):
        moves.append(Move("mostrar", "Mostrar sin segunda vuelta", hold=True))
    if round is not None and round.is_final and step.activity.takes_answers:
        moves.append(Move("siguiente", "Siguiente sin mostrar"))
        moves.append(Move("abrir", "Preguntar de nuevo"))
    if round is not None and step.activity.takes_answers:
        moves.append(Move("anular", "Anular", hold=True))
    if not open_ or not step.activity.takes_answers:
        moves.append(Move("volver", "Volver"))
    if not open_:
        moves.append(Move("saltar", "Saltar"))
    moves.append(Move("terminar", "Terminar sesión", hold=True))
    return tuple(moves)


def sequence_of(run: Run, step: Step, round: Round | None) -> tuple[tuple[str, str], ...]:
    """The line of steps bottom left. It tells; it is not clicked."""
    if not step.activity.takes_answers:
        names = ["Empezar" if step.activity.family == "talk" else "Mostrar", "Siguiente"]
        at = 0 if round is None else 1
    elif run.awaits_second_round(step.item):
        names = ["Abrir", "Cerrar", "Siguiente", "Segunda vuelta", "Mostrar"]
        at = 0 if round is None else 1 if round.phase == "open" else 2
    else:
        second = round.number > 1 if round else bool(run.rounds_of(step.item))
        names = ["Segunda vuelta" if second else "Abrir", "Cerrar", "Mostrar", "Siguiente"]
        at = {"open": 1, "closed": 2, "revealed": 3}[round.phase] if round else 0
    return tuple(
        (name, "done" if i < at else "on" if i == at else "next") for i, name in enumerate(names)
    )


def queue_of(run: Run) -> tuple[Card, ...]:
    """The texts of the current step, held ones first; in mode A none before close."""
    step = run.step
    round = step.round if step else None
    if step is None or round is None or not step.activity.moderated:
        return ()
    live = open_rounds.get(round.id)
    if live is not None:
        if round.mode == "A":
            return ()
        given = [b for b in read_ballots(round.id) if b.state == "answer"]
        texts = [(ballot.card, ballot.value, ballot.moderation) for ballot in given]
    else:
        texts = [
            (answer.id, answer.value, answer.moderation)
            for answer in db.session.scalars(
                select(Answer).where(Answer.round_id == round.id, Answer.state == "answer")
            )
        ]
    order = {"held": 0, "shown": 1, "hidden": 2}
    return tuple(
        Card(card, text, moderation, round.id, step.label, flags_of(text))
        for card, text, moderation in sorted(texts, key=lambda t: (order[t[2]], t[0]))
    )
