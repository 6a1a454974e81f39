"""Pages that show a person's own answer for a return code that the phone made; no account."""

from collections.abc import Callable

from flask import render_template, request

from participant.guess_throttle import client_address, return_code_throttle
from workshop.activities.parts.return_code import is_way_back

MAX_TYPED_CHARACTERS = 40  # characters typed; beyond it nobody meant eight


def ask_for_code(template: str) -> str:
    """The page that asks for the code."""
    return render_template(template, typed="", found=None, unknown=False)


def find_by_code(template: str, field: str, find: Callable[[str], object]) -> tuple[str, int]:
    """Return the page and its status that ``find`` makes of the code typed in ``field``."""
    code = normalise_code(request.form.get(field, ""))
    found = None
    if is_way_back(code):
        with return_code_throttle().turn(client_address()) as attempt:
            found = find(code)
            attempt.is_wrong = found is None
    page = render_template(template, typed=code, found=found, unknown=found is None)
    return page, 404 if found is None else 200


def normalise_code(typed: str) -> str:
    """Normalise a typed return code: «k7pm 4xq2» is «K7PM-4XQ2»."""
    letters = "".join(letter for letter in typed[:MAX_TYPED_CHARACTERS].upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if letters else ""
