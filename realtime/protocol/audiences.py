"""Audiences: their names, namespaces and rooms, and who of them listens to this process."""

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
