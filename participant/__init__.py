"""The phone: one page, one way in. Everything else it does travels on its socket."""

from participant.join import bp


def init_app(app) -> None:
    """Open the phone's addresses."""
    app.register_blueprint(bp)
