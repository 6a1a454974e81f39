"""Routes of the phone: its page, the join, its table. Its answers travel on its socket."""

import participant.table  # noqa: F401 - its addresses
from participant import (
    guess_throttle,
    reconnect,  # noqa: F401 - its address
)
from participant.advice import bp as advice
from participant.commitment import bp as commitment
from participant.join import bp

BLUEPRINTS = (bp, advice, commitment)  # no cookie in any: nothing that a foreign page could borrow


def init_app(app) -> None:
    """Open the phone's addresses, and the lines of those who type a code."""
    guess_throttle.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
