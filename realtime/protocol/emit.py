"""Who is told what. Nobody else in this repository calls emit."""

from realtime.protocol.socketio_server import socketio

FACILITATOR = "facilitator"
PARTICIPANT = "participant"
PROJECTOR = "projector"
AUDIENCES = (FACILITATOR, PARTICIPANT, PROJECTOR)


def namespace_of(audience: str) -> str:
    """The audience's address: a namespace of its own, so nobody can forget a filter."""
    return f"/{audience}"


def room_of(run_id: int) -> str:
    """The room of a run inside each namespace; computed here, never taken from a client."""
    return f"run:{run_id}"


def has_listeners(run_id: int, *audiences: str) -> bool:
    """Does anyone of these listen to this process? With several, they may be elsewhere."""
    rooms = socketio.server.manager.rooms
    return any(room_of(run_id) in rooms.get(namespace_of(each), ()) for each in audiences)


def count_listeners(run_id: int, audience: str) -> int:
    """Sockets of this audience that listen to this process."""
    rooms = socketio.server.manager.rooms
    return len(rooms.get(namespace_of(audience), {}).get(room_of(run_id), ()))


def emit_to_run(
    audience: str, run_id: int, fact: str, payload: dict, *, only: str | None = None
) -> None:
    """Send ``fact`` to everyone of one audience in one run, or to the one socket ``only``."""
    _send(audience, fact, payload, only or room_of(run_id))


def emit_to_audience(audience: str, fact: str, payload: dict) -> None:
    """Send ``fact`` to one audience, whichever run they are in: it is about none of them."""
    _send(audience, fact, payload, None)


def _send(audience: str, fact: str, payload: dict, to: str | None) -> None:
    socketio.server.emit(fact, payload, namespace=namespace_of(audience), to=to)
