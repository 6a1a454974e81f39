"""Socket handler: takes ``submit_answer`` before python-socketio, and says no in words."""

import logging

from realtime.answers.handler import AnswerHandler
from realtime.protocol.audiences import PARTICIPANT, namespace_of
from realtime.protocol.packet_guard import MAX_REFUSED_EVENTS
from realtime.protocol.socketio_server import acknowledge
from realtime.state.connections import PhoneConnection, PhoneConnections
from realtime.state.live_state import live_state_of
from web.refusals import refusal
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.answers")


class AnswerSocketHandler:
    """Takes ``submit_answer`` before python-socketio, whose acknowledgement holds a greenlet."""

    def __init__(self, app, server):
        self.app = app
        self.server = server
        self.handler = AnswerHandler(app)
        server._handle_event = self.on_event

    def on_event(self, eio_sid, namespace, ack_id, data):
        """One event of one socket; the guard let only ``submit_answer`` through."""
        phone, phone_connections = None, live_state_of(self.app)[PhoneConnections]
        if namespace == namespace_of(PARTICIPANT):
            phone = phone_connections.get(self.server.manager.sid_from_eio_sid(eio_sid, namespace))
        try:
            if phone is None or len(data) != 2:
                self.app.extensions["packet_guard"].record_violation(eio_sid)
                raise Refused("not_allowed")
            verdict = self.handler.submit_answer(phone, ack_id, data[1])
        except Refused as refused:
            self.refuse(eio_sid, namespace, ack_id, data, refused)
            if phone is not None and exceeds_event_rate(phone):
                phone_connections.suspend(phone.participant_id)
                self.server.start_background_task(self.app.extensions["packet_guard"].cut, eio_sid)
            return
        except Exception:  # noqa: BLE001 - a phone must not wait for an answer that never comes
            log.exception("an answer could not be taken")
            self.refuse(eio_sid, namespace, ack_id, data, Refused("server_error"))
            return
        if verdict is not None:
            acknowledge(self.server, eio_sid, namespace, ack_id, verdict)

    def refuse(self, eio_sid, namespace, ack_id, data, refused):
        """Say no in words; the round's number goes back if it was one."""
        asked = data[1].get("round") if len(data) == 2 and isinstance(data[1], dict) else None
        with self.app.app_context():
            verdict = refusal(refused.code, **refused.detail)
        if type(asked) is int:
            verdict["round"] = asked
        acknowledge(self.server, eio_sid, namespace, ack_id, verdict)


def exceeds_event_rate(phone: PhoneConnection) -> bool:
    """Has this socket been refused for speed so often that it is cut?"""
    return phone.bucket.refused > MAX_REFUSED_EVENTS
