"""Choice of the transport: the lean one where it fits the libraries, else the stock one."""

import logging

from transport import compatibility

log = logging.getLogger("mano_alzada.transport")

PLATFORM_DIFFERENCES = {"eventlet's hub", "eventlet's listeners"}  # Windows and macOS have others
LEAN, STOCK = "lean", "stock"


def capacity(async_mode: str, wanted: int) -> int:
    """Return the phones that this process takes: ``wanted``, or fewer where only select is there.

    Call it before anything waits: it may replace eventlet's hub.
    """
    if async_mode != "eventlet":
        return wanted
    from transport import select_hub

    return min(wanted, select_hub.MAX_PHONES) if select_hub.use_where_needed() else wanted


def choose(app, server) -> str:
    """Take over ``server``'s WebSockets if the setting says so and the libraries are known."""
    wanted = app.config["TRANSPORT"]
    if wanted not in (LEAN, STOCK):
        raise ValueError(f"TRANSPORT is {LEAN} or {STOCK}, not {wanted}")
    if wanted == STOCK or app.config["ASYNC_MODE"] != "eventlet":
        return STOCK
    differences = compatibility.differences_of(server.eio)
    if differences:
        level = logging.INFO if PLATFORM_DIFFERENCES.issuperset(differences) else logging.WARNING
        log.log(level, "the stock transport serves; not as expected: %s", ", ".join(differences))
        return STOCK
    from transport.websocket.server import WebSocketServer

    most = app.config["CAPACITY_PROCESS"] + app.config["SPARE_CONNECTIONS"]
    app.extensions["websocket_server"] = WebSocketServer(server.eio, most)
    app.extensions["websocket_server"].start()
    server._send_eio_packet = app.extensions["websocket_server"].send
    return LEAN
