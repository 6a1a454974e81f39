"""Access to a run for the console's commands, and the fields of their requests."""

from flask import request

from workshop.activities.parts.text_cleaning import MAX_READ_CODE_POINTS, excess, one_line
from workshop.models.locked_run import run_to_change
from workshop.models.run import Run
from workshop.refused import Refused

MAX_NUMBER_DIGITS = 9
NO_CONTENT = "", 204  # what a command answers: every screen is told by its socket


def facilitated_run(run_id: int) -> Run:
    """Return the run, locked for change, if the request names its present version.

    Raises Refused: run_unknown, or stale_version, as after a double click or on an old page; that
    console is then shown the present state.
    """
    run = run_to_change(run_id)
    if run is None:
        raise Refused("run_unknown")
    if field("version") != run.version:
        raise Refused("stale_version")
    return run


def run_at_round(run_id: int, round_id: object) -> Run:
    """Return the run, locked for change, if ``round_id`` is its step's round. Raises Refused."""
    run = run_to_change(run_id)
    if run is None:
        raise Refused("run_unknown")
    here = run.step.round if run.step is not None else None
    if here is None or type(round_id) is not int or here.id != round_id:
        raise Refused("stale_version")
    return run


def field(name: str):
    """Return one field of the request, from JSON or a form; «version» as int, None if malformed."""
    if request.is_json:
        body = request.get_json(silent=True)
        if not isinstance(body, dict):
            raise Refused("request_malformed")
        value = body.get(name)
    else:
        value = request.form.get(name)
    if name == "version":
        written = str(value) if type(value) in (int, str) else ""
        is_number = written.isascii() and written.isdecimal() and len(written) <= MAX_NUMBER_DIGITS
        return int(written) if is_number else None
    return value


def text_field(name: str, longest: int = 120) -> str:
    """Return one field as a cleaned text on one line; "" without it. Raises Refused."""
    value = field(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused("request_malformed")
    if len(value) > MAX_READ_CODE_POINTS:
        raise Refused("title_too_long", n=len(value), max=longest)
    text = one_line(value)
    too_long = excess(text, longest, longest)
    if too_long:
        raise Refused("title_too_long", **too_long)
    return text


def flag_field(name: str) -> bool:
    """Return whether a field is true, as a ticked box or in JSON."""
    return field(name) in (True, "true", "on", "1", "si")


def count_fields() -> dict[str, int]:
    """Return {name: whole number} of the fields «room» and «count-…», from a form or JSON."""
    fields = request.get_json(silent=True) if request.is_json else request.form.to_dict()
    if not isinstance(fields, dict):
        raise Refused("request_malformed")
    found = {}
    for name, value in fields.items():
        if name != "room" and not name.startswith("count-"):
            continue
        written = str(value) if type(value) in (int, str) else ""
        if not written.isascii() or not written.isdecimal() or len(written) > MAX_NUMBER_DIGITS:
            raise Refused("count_malformed")
        found[name.removeprefix("count-")] = int(written)
    return found
