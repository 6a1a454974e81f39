"""Pages that show a person's own answers for a return code or a pseudonym; no account."""

from collections.abc import Callable
from typing import Any

from flask import current_app, render_template, request

from participant.guess_throttle import client_address, return_code_throttle
from web.clock import now
from workshop.activities.parts.return_code import is_way_back
from workshop.models.return_code import ReturnCode, code_row

MAX_TYPED_CHARACTERS = 40  # characters typed; beyond it nobody meant eight


def ask_for_code(template: str) -> str:
    """The page that asks for the code."""
    return _page(template)


def find_by_pseudonym(template: str, field: str, find: Callable[[str], object]) -> tuple[str, int]:
    """Return the page and its status that ``find`` makes of the pseudonym typed in ``field``."""
    typed = normalise_code(request.form.get(field, ""))
    found = _look_up(typed, find)
    return _page(template, typed, found, unknown=found is None), 404 if found is None else 200


def find_by_return_code(
    template: str, field: str, find: Callable[[ReturnCode], Any]
) -> tuple[str, int]:
    """Return the page and its status that ``find`` makes of the return code typed in ``field``.

    404 for a code that nobody was given, 410 for one that is good no more.
    """
    typed = normalise_code(request.form.get(field, ""))
    row = _look_up(typed, lambda code: code_row(code, current_app.config["SECRET_KEY"]))
    if row is not None and row.is_expired(now()):
        return _page(template, typed, expired=True), 410
    found = find(row) if row is not None else None
    return _page(template, typed, found, unknown=found is None), 404 if found is None else 200


def normalise_code(typed: str) -> str:
    """Normalise a typed return code: «k7pm 4xq2» is «K7PM-4XQ2»."""
    letters = "".join(letter for letter in typed[:MAX_TYPED_CHARACTERS].upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if letters else ""


def _look_up(code: str, find: Callable[[str], Any]) -> Any:
    """Find what the code leads to once its turn has come; None, and one try less, for nothing."""
    if not is_way_back(code):
        return None
    with return_code_throttle().turn(client_address()) as attempt:
        found = find(code)
        attempt.is_wrong = found is None
    return found


def _page(
    template: str,
    typed: str = "",
    found: object = None,
    unknown: bool = False,
    expired: bool = False,
) -> str:
    return render_template(template, typed=typed, found=found, unknown=unknown, expired=expired)
