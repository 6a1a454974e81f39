"""Moment at which the room is shown a result: at once, later, or never."""

from workshop.models.run import Run


def is_compared_later(run: Run, item: str) -> bool:
    """Does a step that is still to come show the rounds of this activity side by side?"""
    return any(step.phase == "planned" and item in step.activity.compares for step in run.steps)


def goes_on_unshown(run: Run, item: str) -> bool:
    """Is the safe thing after closing to go on, because it is shown later or never?"""
    return run.awaits_second_round(item) or run.is_never_shown(item) or is_compared_later(run, item)
