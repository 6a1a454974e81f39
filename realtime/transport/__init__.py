"""How bytes reach a thousand phones: the lean transport where it fits, else the stock one."""

import logging

from realtime.transport import contract

log = logging.getLogger("mano_alzada.transport")

LEAN, STOCK = "lean", "stock"


def choose(app, server) -> str:
    """Take over ``server``'s WebSockets if the setting says so and the libraries are known."""
    wanted = app.config["TRANSPORT"]
    if wanted not in (LEAN, STOCK):
        raise ValueError(f"TRANSPORT is {LEAN} or {STOCK}, not {wanted}")
    if wanted == STOCK or app.config["ASYNC_MODE"] != "eventlet":
        return STOCK
    differences = contract.broken_by(server.eio)
    if differences:
        log.warning("the stock transport serves; not as expected: %s", ", ".join(differences))
        return STOCK
    from realtime.transport.doorkeeper import Doorkeeper

    most = app.config["CAPACITY_PROCESS"] + app.config["CAPACITY_MARGIN"]
    app.extensions["doorkeeper"] = Doorkeeper(server.eio, most)
    app.extensions["doorkeeper"].start()
    server._send_eio_packet = app.extensions["doorkeeper"].send
    return LEAN
