"""Planning of a run: the activities of a module become steps with frozen copies."""

import secrets
from collections import Counter
from datetime import datetime

from workshop.activities import Activity
from workshop.activities.parts.repeat import steps_of
from workshop.activities.parts.text_cleaning import excess
from workshop.commands.join_code import new_join_code
from workshop.course.module import Module
from workshop.models.run import Run
from workshop.models.step import CENTRAL_KEY, Step
from workshop.models.time_zone import known_zone_name
from workshop.persistence.db import db
from workshop.refused import Refused

MAX_TITLE_CHARACTERS = 120  # characters


def plan_run(
    module: Module,
    now: datetime,
    *,
    title: str = "",
    group: str = "",
    trainer: str = "",
    trial: bool = False,
    simulated: bool = False,
    hold_texts: bool = True,
    usted: bool = False,
    k: int = 5,
    address: str = "",
    zone: str = "",
) -> Run:
    """Create a run of ``module`` in its lobby. An activity may become several steps.

    With ``usted`` the module's texts say it where it has the words, and so do phones and wall.
    Activities that share their minutes of the agenda have an equal part of them each.
    """
    for text in (title, group, trainer):
        if too_long := excess(text, MAX_TITLE_CHARACTERS, MAX_TITLE_CHARACTERS):
            raise Refused("title_too_long", **too_long)
    if usted:
        module = module.with_usted()
    run = Run(
        code=new_join_code(now),
        module_slug=module.slug,
        module_code=module.code,
        module_title=module.title,
        module_version=module.version,
        title=title.strip() or module.title,
        group=group.strip(),
        trainer=trainer.strip(),
        trial=trial or simulated,
        simulated=simulated,
        hold_texts=hold_texts,
        usted=usted,
        k=k,
        address=address,
        zone=known_zone_name(zone),
        wall_token=secrets.token_urlsafe(24),
        created_at=now,
    )
    db.session.add(run)
    asked = {activity.ref: activity for activity in module.activities}
    together = Counter((activity.starts, activity.ends) for activity in module.activities)
    for activity in module.activities:
        minutes = activity.minutes / together[activity.starts, activity.ends]
        steps = steps_of(activity, asked)
        for n, step in enumerate(steps, 1):
            ref = activity.ref if step is activity else f"{activity.ref}.{n}"
            label = f"{activity.ref.upper()}·{n}" if len(steps) > 1 else activity.ref.upper()
            is_central = step.ref == module.central
            _add_step(run, step, ref, label, minutes / len(steps), is_central=is_central)
    db.session.flush()
    return run


def insert_step(run: Run, after: Step, activity: Activity, label: str, minutes: float) -> Step:
    """Insert a step right behind ``after``, while the run goes on."""
    moved = [step for step in run.steps if step.position > after.position]
    for step in moved:  # two steps: a place may not be taken twice, not even for a moment
        step.position = -step.position - 1
    db.session.flush()
    for step in moved:
        step.position = -step.position
    inserted = Step(
        position=after.position + 1,
        ref=activity.ref,
        item=activity.ref,
        label=label,
        title=activity.title,
        content=activity.to_content(),
        planned_minutes=minutes,
    )
    run.steps.insert(run.steps.index(after) + 1, inserted)
    db.session.flush()
    return inserted


def _add_step(
    run: Run, activity: Activity, ref: str, label: str, minutes: float, *, is_central: bool
) -> None:
    run.steps.append(
        Step(
            position=len(run.steps),
            ref=ref,
            item=activity.ref,
            label=label,
            title=activity.title,
            content=activity.to_content() | ({CENTRAL_KEY: True} if is_central else {}),
            planned_minutes=minutes,
            optional=activity.optional,
        )
    )
