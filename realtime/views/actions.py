"""What the trainer can do now: one safe primary button, and what lies beside it (§8.1)."""

from flask_babel import gettext as _

from realtime.views.models import Move
from workshop.activities import CountedByHand
from workshop.activities.parts.segment import segment_of
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.models.segments import segment_round
from workshop.models.step import REVEALS, Step
from workshop.reports.visibility import goes_on_unshown, is_compared_later

N_ = str  # marks a msgid for extraction

NEXT_REVEAL = {
    "after": N_("Mostrar «Antes»"),
    "before": N_("Mostrar las cintas"),
    "flows": N_("Mostrar todo"),
}
OF_FIGURES = NEXT_REVEAL | {"before": N_("Mostrar el camino")}


def end_move() -> Move:
    """«Terminar», which takes a held key like everything that people would miss."""
    reason = _("Los teléfonos dejan de responder. Durante 30 minutos se puede reabrir.")
    return Move("terminar", _("Terminar"), hold=True, reason=reason)


def back_move() -> Move:
    """«Volver», one step back."""
    return Move("volver", _("Volver"))


def primary_move(run: Run, step: Step, round: Round | None, shown: tuple) -> Move:
    """The one safe next thing (design.md §8.1)."""
    last = not any(s.phase == "planned" for s in run.steps)
    onwards = end_move() if last else Move("siguiente", _("Siguiente"))
    activity = step.activity
    if round is None:
        second = run.next_number(step.item) > 1
        if not activity.takes_answers:
            return Move("abrir", _("Empezar") if activity.family == "talk" else _("Mostrar"))
        return Move("abrir", _("Segunda vuelta") if second else _("Abrir"))
    if round.phase == "open" and activity.takes_answers:
        return Move("cerrar", _("Cerrar"))
    if shown and REVEALS.index(step.reveal) < REVEALS.index(last_reveal(shown)):
        words = OF_FIGURES if shown[0].measured else NEXT_REVEAL
        return Move("avanzar", _(words[step.reveal]))
    if round.phase == "closed" and activity.takes_answers:
        if goes_on_unshown(run, step.item):
            return onwards
        return Move("mostrar", _("Mostrar"))
    return onwards


def last_reveal(shown: tuple) -> str:
    """How far two rounds can be taken: not to the way between them where it may not be told."""
    return REVEALS[-1] if shown[0].drawn else "before"


def secondary_moves(run: Run, step: Step, round: Round | None) -> tuple[Move, ...]:
    """What else she can do; what cannot be undone takes a held key."""
    moves = []
    open_ = round is not None and round.phase == "open"
    if round is not None and round.phase == "revealed":
        moves += _split_move(run, step, round)
    if round is not None and open_ and round.closes_at is not None:
        moves.append(Move("prorrogar", _("+30 s")))
    if (
        round is not None
        and open_
        and step.activity.takes_answers
        and not isinstance(step.activity, CountedByHand)
    ):
        on = round.close_at_share
        moves.append(Move("cerrar-al-90", _("No cerrar al 90 %") if on else _("Cerrar al 90 %")))
    if round is not None and round.phase == "closed" and run.awaits_second_round(step.item):
        moves.append(Move("mostrar", _("Mostrar sin segunda vuelta"), hold=True))
    if round is not None and round.is_final and step.activity.takes_answers:
        if round.phase == "closed" and not goes_on_unshown(run, step.item):
            moves.append(Move("siguiente", _("Siguiente sin mostrar")))
        elif _may_show_early(run, step, round):
            moves.append(Move("mostrar", _("Mostrar ya")))
        moves.append(Move("abrir", _("Preguntar de nuevo")))
    if round is not None and step.activity.takes_answers:
        moves.append(Move("anular", _("Anular"), hold=True))
    if not open_ or not step.activity.takes_answers:
        moves.append(back_move())
    if not open_:
        moves.append(Move("saltar", _("Saltar")))
    moves.append(Move("terminar", _("Terminar sesión"), hold=True))
    return tuple(moves)


def _may_show_early(run: Run, step: Step, round: Round) -> bool:
    """Closed, and shown side by side later: nothing forbids showing it now."""
    later = round.phase == "closed" and is_compared_later(run, step.item)
    return later and not run.awaits_second_round(step.item) and not run.is_never_shown(step.item)


def _split_move(run: Run, step: Step, round: Round) -> list[Move]:
    placing = segment_round(run, round)
    if placing is None:
        return []
    if step.by_segment:
        return [Move("desglosar", _("Ver el total"))]
    return [Move("desglosar", _("Por %(segment)s", segment=segment_of(placing.activity).lower()))]


def sequence_of(run: Run, step: Step, round: Round | None) -> tuple[tuple[str, str], ...]:
    """The line of steps bottom left. It tells; it is not clicked."""
    if not step.activity.takes_answers:
        names = [_("Empezar") if step.activity.family == "talk" else _("Mostrar"), _("Siguiente")]
        at = 0 if round is None else 1
    elif run.awaits_second_round(step.item):
        names = [_("Abrir"), _("Cerrar"), _("Siguiente"), _("Segunda vuelta"), _("Mostrar")]
        at = 0 if round is None else 1 if round.phase == "open" else 2
    elif goes_on_unshown(run, step.item):
        again = is_compared_later(run, step.item) and (
            round.number > 1 if round else run.next_number(step.item) > 1
        )
        names = [_("Segunda vuelta") if again else _("Abrir"), _("Cerrar"), _("Siguiente")]
        at = 0 if round is None else 1 if round.phase == "open" else 2
    else:
        second = round.number > 1 if round else run.next_number(step.item) > 1
        names = [
            _("Segunda vuelta") if second else _("Abrir"),
            _("Cerrar"),
            _("Mostrar"),
            _("Siguiente"),
        ]
        at = {"open": 1, "closed": 2, "revealed": 3}[round.phase] if round else 0
    return tuple(
        (name, "done" if i < at else "on" if i == at else "next") for i, name in enumerate(names)
    )
