"""Reading one's own commitment again, with the code that a phone made for it."""

from flask import Blueprint

from participant.return_code import ask_for_code, find_by_code
from web.auth import access
from workshop.reports.commitment import COMMITMENT_PATH, commitment_under

bp = Blueprint("commitment", __name__)


@bp.get(COMMITMENT_PATH)
@access("anyone")
def ask():
    """The page that asks for the code."""
    return ask_for_code("participant/commitment.html")


@bp.post(COMMITMENT_PATH)
@access("anyone")
def read():
    """The commitment under this code, as its author wrote it."""
    return find_by_code("participant/commitment.html", "codigo", commitment_under)
