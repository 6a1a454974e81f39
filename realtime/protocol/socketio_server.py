"""One Socket.IO server an app. Handlers are python-socketio's: no request context per event."""

from collections.abc import Callable
from typing import Any, cast

from engineio.packet import MESSAGE, Packet
from flask import current_app
from flask_socketio import SocketIO
from socketio import Server
from werkzeug.local import LocalProxy

from realtime.protocol.packets import NAMESPACES, StrictPacket
from realtime.protocol.room_index import index_rooms
from transport.websocket.stock_limits import limit_frames
from web.edge import MAX_FRAME_BYTES
from web.rate_limit import TokenBucket
from web.strict_json import COMPACT, StrictJSON

PING_INTERVAL_S = 10  # seconds; a phone that fell silent is noticed within 18
PING_TIMEOUT_S = 8  # seconds

# The server of the app whose context this is; elsewhere ``app.extensions["socketio"]`` says it.
socketio = cast(SocketIO, LocalProxy(lambda: current_app.extensions["socketio"]))


def init_app(app, client_manager: Any = None) -> None:
    """Build the server of ``app``: strict packets, no compression, our own handlers.

    ``client_manager`` joins several processes; None is the stock one of a process alone.
    """
    built = SocketIO()
    built.init_app(
        app,
        async_mode=app.config["ASYNC_MODE"],
        serializer=StrictPacket,
        json=StrictJSON,
        async_handlers=False,
        manage_session=False,
        namespaces=sorted(NAMESPACES),  # and not «/», where nobody is known
        max_http_buffer_size=MAX_FRAME_BYTES,
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        http_compression=False,
        cookie=None,
        cors_allowed_origins=None,  # same origin only
        client_manager=client_manager,
    )
    index_rooms(built.server.manager)
    if app.config["ASYNC_MODE"] == "eventlet":
        limit_frames(built.server, TokenBucket)


def acknowledge(
    server: Server, eio_sid: str, namespace: str, ack_id: int | None, payload: dict
) -> None:
    """Answer one event, whenever that is: the writer calls this after COMMIT."""
    if ack_id is None:
        return
    said = f"{StrictPacket.ACK}{namespace},{ack_id}{StrictJSON.dumps([payload], **COMPACT)}"
    server._send_eio_packet(eio_sid, Packet(MESSAGE, said))


def once_connected(server, sid: str, namespace: str, function: Callable[[], None]) -> None:
    """Call it when this visitor has been told that it is connected, in one write if it can be."""
    session = server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, namespace))
    after_response = getattr(session, "after_response", None)  # stock sockets have none
    if after_response is None or not after_response(function):
        server.start_background_task(function)
