"""Emit: who is told what. Nobody else in this repository calls emit."""

from realtime.protocol.audiences import namespace_of, room_of
from realtime.protocol.socketio_server import socketio


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
