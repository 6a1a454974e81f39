"""The phone: one page, one way in. Everything else it does travels on its socket."""

import participant.first_sight  # noqa: F401 - its address
import participant.table  # noqa: F401 - its addresses
from participant import guessing
from participant.counsel import bp as counsel
from participant.join import bp
from participant.pledge import bp as pledge

BLUEPRINTS = (bp, counsel, pledge)  # no cookie in any: nothing that a foreign page could borrow


def init_app(app) -> None:
    """Open the phone's addresses, and the lines of those who type a code."""
    guessing.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
