"""The console: what a trainer can do, one verb on one noun at a time."""

from facilitator import cloud_words, home, piles, rounds, runs, sign_in, texts


def init_app(app) -> None:
    """Open the console's addresses."""
    for room in (sign_in, home, runs, rounds, texts, cloud_words, piles):
        app.register_blueprint(room.bp)
