"""The phone: one page, one way in. Everything else it does travels on its socket."""

import participant.table  # noqa: F401 - its addresses
from participant.counsel import bp as counsel
from participant.join import bp

BLUEPRINTS = (bp, counsel)  # no cookie in either: nothing that a foreign page could borrow


def init_app(app) -> None:
    """Open the phone's addresses."""
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
