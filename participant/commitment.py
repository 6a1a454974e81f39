"""Reading one's own commitments again, with a return code."""

from flask import Blueprint

from participant.return_code import ask_for_code, find_by_return_code
from web.auth import access
from workshop.reports.commitment import COMMITMENT_PATH, commitments_of_code

bp = Blueprint("commitment", __name__)


@bp.get(COMMITMENT_PATH)
@access("anyone")
def ask():
    """The page that asks for the code."""
    return ask_for_code("participant/commitment.html")


@bp.post(COMMITMENT_PATH)
@access("anyone")
def read():
    """The commitments this code leads to, as their author wrote them."""
    return find_by_return_code("participant/commitment.html", "codigo", commitments_of_code)
