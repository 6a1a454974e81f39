"""Routes of the facilitator's console: one verb on one noun each."""

from facilitator import cloud_words, home, piles, register, rounds, runs, sign_in, step_items, texts
from workshop.bounded_dict import BoundedDict


def init_app(app) -> None:
    """Register the console's blueprints, with an empty memory of sent «new run» forms."""
    app.extensions["created_runs"] = BoundedDict(runs.MAX_FORMS)
    for room in (sign_in, home, runs, rounds, texts, cloud_words, piles, register, step_items):
        app.register_blueprint(room.bp)
