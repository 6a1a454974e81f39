"""The one Socket.IO server. Handlers are python-socketio's own: no request context per event."""

from engineio.packet import MESSAGE, Packet
from flask_socketio import SocketIO

from realtime.fanout.redis_pubsub import manager_for
from realtime.protocol.packet_guard import (
    NAMESPACES,
    TIGHT,
    StrictJSON,
    StrictPacket,
)
from realtime.protocol.room_index import know_rooms
from transport.websocket.stock_limits import read_carefully
from web.edge import MAX_FRAME_BYTES

PING_INTERVAL = 10  # seconds; a phone that fell silent is noticed within 18
PING_TIMEOUT = 8  # seconds

socketio = SocketIO()


def init_app(app) -> None:
    """Build the server for ``app``: strict packets, no compression, our own handlers."""
    socketio.server_options.clear()
    socketio.init_app(
        app,
        async_mode=app.config["ASYNC_MODE"],
        serializer=StrictPacket,
        json=StrictJSON,
        async_handlers=False,
        manage_session=False,
        namespaces=sorted(NAMESPACES),  # and not «/», where nobody is known
        max_http_buffer_size=MAX_FRAME_BYTES,
        ping_interval=PING_INTERVAL,
        ping_timeout=PING_TIMEOUT,
        http_compression=False,
        cookie=None,
        cors_allowed_origins=None,  # same origin only
        client_manager=manager_for(app),
    )
    know_rooms(socketio.server.manager)
    if app.config["ASYNC_MODE"] == "eventlet":
        read_carefully(socketio.server)


def acknowledge(eio_sid: str, namespace: str, ack_id: int | None, payload: dict) -> None:
    """Answer one event, whenever that is: the writer calls this after COMMIT."""
    if ack_id is None:
        return
    said = f"{StrictPacket.ACK}{namespace},{ack_id}{StrictJSON.dumps([payload], **TIGHT)}"
    socketio.server._send_eio_packet(eio_sid, Packet(MESSAGE, said))
