"""Routes of the phone: its page, the join, its table. Its answers travel on its socket."""

import participant.table  # noqa: F401 - its addresses
from participant import (
    guess_throttle,
    reconnect,  # noqa: F401 - its address
)
from participant.advice import bp as advice
from participant.commitment import bp as commitment
from participant.join import bp
from participant.participant_copy import bp as participant_copy

# No cookie in any: nothing that a foreign page could borrow.
BLUEPRINTS = (bp, advice, commitment, participant_copy)


def init_app(app) -> None:
    """Open the phone's addresses, and the lines of those who type a code."""
    guess_throttle.init_app(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
