"""The console: what a trainer can do, one verb on one noun at a time."""

from facilitator import cloud_words, home, piles, rounds, runs, sign_in, texts
from workshop.bounded_dict import BoundedDict


def init_app(app) -> None:
    """Open the console's addresses; no form that makes a run was sent yet."""
    app.extensions["created_runs"] = BoundedDict(runs.MAX_FORMS)
    for room in (sign_in, home, runs, rounds, texts, cloud_words, piles):
        app.register_blueprint(room.bp)
