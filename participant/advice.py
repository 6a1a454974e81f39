"""Reading the room's advice later, with the pseudonym that a phone made."""

from flask import Blueprint

from participant.return_code import ask_for_code, find_by_pseudonym
from web.auth import access
from workshop.reports.advice import ADVICE_PATH, advice_for

bp = Blueprint("advice", __name__)


@bp.get(ADVICE_PATH)
@access("anyone")
def ask():
    """The page that asks for the pseudonym."""
    return ask_for_code("participant/advice.html")


@bp.post(ADVICE_PATH)
@access("anyone")
def read():
    """The situation under this pseudonym, and what the room advised."""
    return find_by_pseudonym("participant/advice.html", "seudonimo", advice_for)
