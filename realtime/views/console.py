"""The console as a projection of one picture of the run: the wall, and what only she may know."""

from dataclasses import replace

from flask_babel import gettext, ngettext

from realtime.views.actions import (
    back_action,
    buttons_and_menu,
    end_action,
    primary_action,
    reveal_steps,
    secondary_actions,
    sequence_of,
)
from realtime.views.models import (
    CARDS_AT_ONCE,
    Card,
    ConsoleAction,
    ConsoleStage,
    RoundView,
    Stage,
)
from realtime.views.moderation_queue import joined
from realtime.views.run_picture import ConsolePicture, RunPicture, StepPicture
from realtime.views.stages import wall_stage
from workshop.activities import Activity
from workshop.activities.parts.made_of_rounds import needed_by
from workshop.reports.guide_conditions import conditions_of, split_of
from workshop.reports.visibility import Audience


def console_stage(picture: RunPicture, wall: Stage | None = None) -> ConsoleStage:
    """Everything the console shows; ``picture`` was read for one, ``wall`` is what hangs there."""
    facts = picture.console
    assert facts is not None, "the picture was read for no console"
    wall = wall or wall_stage(picture)
    run = wall.run
    around = ConsoleStage(
        page={"lobby": "lobby", "ended": "ended"}.get(run.phase, "running"),
        run=run,
        wall=wall,
        agenda=facts.agenda,
        addresses=tuple((each, name, each == run.address) for each, name in facts.addresses),
        personal={"projector": facts.walls, "consoles": facts.consoles},
        notices=facts.notices,
        flood=facts.flood,
    )
    if run.phase == "lobby":
        checks = around.personal | {"saved_ms": facts.saved_ms}
        start = ConsoleAction("empezar", gettext("Empezar"))
        return replace(around, primary=start, personal=checks)
    if run.phase == "ended":
        return replace(around, personal=around.personal | {"reopens": facts.reopens})
    if picture.step is None:  # behind the last one, which may have been left by a slip
        others = (back_action(),)
        return replace(around, primary=end_action(), secondary=others, buttons=others)
    return _at_step(picture.step, facts, around)


def _at_step(step: StepPicture, facts: ConsolePicture, around: ConsoleStage) -> ConsoleStage:
    round = step.round
    private = round.seen_by(Audience.CONSOLE) if round is not None else None
    queue = joined(facts.cards)
    primary = primary_action(step, facts, around.wall.comparison)
    if reason := reason_before_showing(primary, step.planned, queue):
        primary = replace(primary, reason=reason)
    asked = step.view.activity
    conditions: tuple[str, ...] = ()
    if round is not None and private is not None:
        conditions = conditions_of(asked, round.frozen, private.tally)
    fitting = step.planned.guide.fitting(conditions)
    secondary = secondary_actions(step, facts)
    buttons, menu = buttons_and_menu(secondary)
    shown = shown_reveal(step, around.wall)
    return replace(
        around,
        step=step.view,
        round=private,
        comparison=step.comparisons,
        splits=step.splits,
        primary=primary,
        secondary=secondary,
        buttons=buttons,
        menu=menu,
        shown_reveal=shown,
        reveals=reveal_steps(step.comparisons, shown),
        sequence=sequence_of(step, facts),
        queue=queue,
        tables=facts.tables,
        items=facts.items,
        branch=fitting[0].when if fitting else "",
        branches=tuple(branch.when for branch in fitting),
        branch_reason=branch_reason(asked, private) if fitting and private else "",
    )


def shown_reveal(step: StepPicture, wall: Stage) -> str:
    """Stage of the comparison that the wall shows, or covers while it is paused; "" for none."""
    if wall.comparison:
        return wall.reveal
    return step.reveal if wall.run.paused else ""


def turned_to(stage: ConsoleStage, asked: str) -> ConsoleStage:
    """The console with its texts from number ``asked`` on; what is no number there is the first."""
    first = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 0
    first = min(first, max(0, len(stage.queue) - 1))
    return replace(stage, queue_from=first - first % CARDS_AT_ONCE)


def branch_reason(activity: Activity, private: RoundView) -> str:
    """The figures behind the open branch, to print beside it: «dispersión 0,94»."""
    found = split_of(activity, private.tally)
    if found is None:
        return ""
    return gettext(
        "La más elegida, %(share)s %%; dispersión %(entropy)s",
        share=found.percent,
        entropy=f"{found.entropy:.2f}".replace(".", ","),
    )


def reason_before_showing(
    action: ConsoleAction, activity: Activity, queue: tuple[Card, ...]
) -> str:
    """Sentence on the held texts that «Mostrar», or opening what texts make, leaves out; or ""."""
    held = sum(card.times for card in queue if card.moderation == "held")
    shown = sum(card.times for card in queue if card.moderation == "shown")
    made_of_them = action.verb == "abrir"  # nothing is asked yet: these texts are of before
    if not held or not (made_of_them or (action.verb == "mostrar" and activity.moderated)):
        return ""
    if shown or (made_of_them and not needed_by(activity)):
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
