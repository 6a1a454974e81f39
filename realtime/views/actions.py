"""Actions of the trainer now: one safe primary, and those beside it (§8.1)."""

from flask_babel import gettext as _

from realtime.views.models import ComparisonView, ConsoleAction, RevealStep
from realtime.views.run_picture import ConsolePicture, RoundPicture, StepPicture
from workshop.activities import CountedByHand
from workshop.models.step import REVEAL_STAGES

N_ = str  # marks a msgid for extraction

NEXT_REVEAL = {
    "after": N_("Mostrar «Antes»"),
    "before": N_("Mostrar las cintas"),
    "flows": N_("Mostrar todo"),
}
MAX_BUTTONS = 3  # beside the state of the round; with more, all but the first go into the menu
OF_FIGURES = NEXT_REVEAL | {"before": N_("Mostrar el camino")}


def end_action() -> ConsoleAction:
    """«Terminar», which takes a held key like everything that people would miss."""
    reason = _("Los teléfonos dejan de responder. Durante 30 minutos se puede reabrir.")
    return ConsoleAction("terminar", _("Terminar"), hold=True, reason=reason)


def back_action() -> ConsoleAction:
    """«Volver», one step back."""
    return ConsoleAction("volver", _("Volver"))


def primary_action(
    step: StepPicture, facts: ConsolePicture, shown: tuple[ComparisonView, ...]
) -> ConsoleAction:
    """The one safe next thing (design.md §8.1); ``shown`` are the comparisons on the wall."""
    onwards = end_action() if facts.is_last else ConsoleAction("siguiente", _("Siguiente"))
    activity, round = step.planned, step.round
    if round is None:
        if facts.items is not None and not facts.items.is_enough:
            reason = _("No hay nada que preguntar todavía.")
            return ConsoleAction("saltar", _("Saltar"), reason=reason)
        if not activity.takes_answers:
            return ConsoleAction(
                "abrir", _("Empezar") if activity.family == "talk" else _("Mostrar")
            )
        return ConsoleAction("abrir", _("Segunda vuelta") if facts.next_number > 1 else _("Abrir"))
    if round.view.phase == "open" and activity.takes_answers:
        return ConsoleAction("cerrar", _("Cerrar"))
    if shown and REVEAL_STAGES.index(step.reveal) < REVEAL_STAGES.index(last_reveal(shown)):
        words = OF_FIGURES if shown[0].measured else NEXT_REVEAL
        return ConsoleAction("avanzar", _(words[step.reveal]))
    if round.view.phase == "closed" and activity.takes_answers and not facts.plan.goes_on_unshown:
        return ConsoleAction("mostrar", _("Mostrar"))
    return onwards


def last_reveal(shown: tuple[ComparisonView, ...]) -> str:
    """Last stage of two rounds: not the way between them where that may not be told."""
    return REVEAL_STAGES[-1] if shown[0].drawn else "before"


def secondary_actions(step: StepPicture, facts: ConsolePicture) -> tuple[ConsoleAction, ...]:
    """Return the other actions; one that cannot be undone takes a held key."""
    round, asks = step.round, step.planned.takes_answers
    actions = []
    open_ = round is not None and round.view.phase == "open"
    if round is not None:
        actions += _of_the_round(step, facts, round)
    if not open_ or not asks:
        actions.append(back_action())
    if not open_ and (facts.items is None or facts.items.is_enough):
        actions.append(ConsoleAction("saltar", _("Saltar")))
    actions.append(ConsoleAction("terminar", _("Terminar sesión"), hold=True))
    return tuple(actions)


def buttons_and_menu(
    actions: tuple[ConsoleAction, ...],
) -> tuple[tuple[ConsoleAction, ...], tuple[ConsoleAction, ...]]:
    """Split the secondary actions into buttons and menu; «Terminar» stands in the top bar."""
    placed = tuple(action for action in actions if action.verb != "terminar")
    buttons = len(placed) if len(placed) <= MAX_BUTTONS else 1
    return placed[:buttons], placed[buttons:]


def reveal_steps(compared: tuple[ComparisonView, ...], shown: str) -> tuple[RevealStep, ...]:
    """List the stages of a comparison; ``shown`` is the one on the wall, or ""."""
    if not compared:
        return ()
    ways = _("Camino") if compared[0].measured else _("Cintas")
    labels = (_("Después"), _("Antes"), ways, _("Saldo y frase"))
    reached = REVEAL_STAGES.index(shown) if shown else -1
    states = ("done" if i <= reached else "next" if i == reached + 1 else "later" for i in range(4))
    return tuple(map(RevealStep, labels, states))


def _of_the_round(
    step: StepPicture, facts: ConsolePicture, round: RoundPicture
) -> list[ConsoleAction]:
    phase, asks, plan = round.view.phase, step.planned.takes_answers, facts.plan
    actions = []
    if phase == "revealed" and facts.segment:
        actions.append(_split_action(step, facts.segment))
    if phase == "open" and round.has_deadline:
        actions.append(ConsoleAction("prorrogar", _("+30 s")))
    if phase == "open" and asks and not isinstance(step.planned, CountedByHand):
        on = round.view.close_at_share
        label = _("No cerrar al 90 %") if on else _("Cerrar al 90 %")
        actions.append(ConsoleAction("cerrar-al-90", label))
    if phase == "closed" and plan.awaits_second_round:
        actions.append(ConsoleAction("mostrar", _("Mostrar sin segunda vuelta"), hold=True))
    if round.is_final and asks:
        if phase == "closed" and not plan.goes_on_unshown:
            actions.append(ConsoleAction("siguiente", _("Siguiente sin mostrar")))
        elif phase == "closed" and plan.may_be_shown_early:
            actions.append(ConsoleAction("mostrar", _("Mostrar ya")))
        actions.append(ConsoleAction("abrir", _("Preguntar de nuevo")))
    if asks:
        actions.append(ConsoleAction("anular", _("Anular"), hold=True))
    return actions


def _split_action(step: StepPicture, segment: str) -> ConsoleAction:
    if step.by_segment:
        return ConsoleAction("desglosar", _("Ver el total"))
    return ConsoleAction("desglosar", _("Por %(segment)s", segment=segment.lower()))


def sequence_of(step: StepPicture, facts: ConsolePicture) -> tuple[tuple[str, str], ...]:
    """The line of steps bottom left. It tells; it is not clicked."""
    phase = step.round.view.phase if step.round is not None else ""
    number = step.round.view.number if step.round is not None else facts.next_number
    plan = facts.plan
    if not step.planned.takes_answers:
        talk = step.planned.family == "talk"
        names = [_("Empezar") if talk else _("Mostrar"), _("Siguiente")]
        at = 1 if phase else 0
    elif plan.awaits_second_round:
        names = [_("Abrir"), _("Cerrar"), _("Siguiente"), _("Segunda vuelta"), _("Mostrar")]
        at = {"": 0, "open": 1}.get(phase, 2)
    elif plan.goes_on_unshown:
        again = plan.is_compared_later and number > 1
        names = [_("Segunda vuelta") if again else _("Abrir"), _("Cerrar"), _("Siguiente")]
        at = {"": 0, "open": 1}.get(phase, 2)
    else:
        first = _("Segunda vuelta") if number > 1 else _("Abrir")
        names = [first, _("Cerrar"), _("Mostrar"), _("Siguiente")]
        at = {"": 0, "open": 1, "closed": 2, "revealed": 3}[phase]
    return tuple(
        (name, "done" if i < at else "on" if i == at else "next") for i, name in enumerate(names)
    )
