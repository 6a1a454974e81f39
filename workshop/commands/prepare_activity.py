"""The activity of a step as it is asked: made of earlier rounds, on today's date."""

from datetime import date

from workshop.activities import Activity, MadeOfRounds
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.hides_names import HidesNames
from workshop.activities.parts.made_of_rounds import needed_by
from workshop.models.earlier_rounds import source_round, sources_of
from workshop.models.participant import aliases_in
from workshop.models.run import Run
from workshop.models.step import Step
from workshop.models.step_items import items_of
from workshop.refused import Refused


def prepare_activity(run: Run, step: Step, day: date) -> Activity:
    """Return the activity of ``step`` as the run asks it on its local ``day``.

    Raises Refused: source_not_closed, source_empty, items_missing.
    """
    activity = step.activity
    for ref in needed_by(activity):
        if source_round(run, ref) is None:
            label = next((each.label for each in run.steps if each.item == ref), ref.upper())
            raise Refused("source_not_closed", step=label)
    if isinstance(activity, MadeOfRounds) and activity.made_of:
        found = items_of(run, step)
        made = found.asked() if found is not None else _made(run, activity)
        if not made.ready:
            raise Refused(made.empty_code)
        activity = made
    if isinstance(activity, HidesNames):
        activity = activity.among(aliases_in(run.id))
    return asked_on(activity, day)


def _made(run: Run, activity: MadeOfRounds) -> MadeOfRounds:
    return activity.prepared(sources_of(run, activity.made_of))
