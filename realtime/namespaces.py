"""Namespaces: a socket is let in by its audience's rule, and handed the whole truth at once."""

from functools import partial

from socketio import Namespace
from socketio.exceptions import ConnectionRefusedError as Turned

from realtime.fanout.broadcasts import shown_version
from realtime.protocol.audiences import namespace_of, room_of
from realtime.protocol.emit import emit_to_run
from realtime.protocol.socketio_server import once_connected
from realtime.views.snapshots import snapshot
from web.refusals import refusal
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused

PROTOCOL = 2  # of pages and their events; one number back is understood too. Unsaid: 1 (socket.js)
MAX_SNAPSHOT_TRIES = 5  # at a truth that is not already old; changes come seconds apart


def require_understood(version: object) -> None:
    """Refuse a page of another age than this program, and the one before it: it is loaded anew."""
    if type(version) is not int or version not in (PROTOCOL - 1, PROTOCOL):
        raise Refused("page_outdated")


class AudienceNamespace(Namespace):
    """Connect and disconnect of one audience. ``welcome`` says which run a visitor may see."""

    audience = ""

    def __init__(self, app):
        super().__init__(namespace_of(self.audience))
        self.app = app

    def on_connect(self, sid, environ, auth=None):
        """Accept a socket and have its snapshot handed over, or refuse with a code."""
        with self.app.app_context():
            auth = auth if isinstance(auth, dict) else {}
            try:
                require_understood(auth.get("v", 1))
                run_id = self.welcome(sid, environ, auth)
            except Refused as refused:
                raise Turned("refused", refusal(refused.code, **refused.detail)) from None
        self.enter_room(sid, room_of(run_id))
        once_connected(self.server, sid, self.namespace, partial(self.hand_over, sid, run_id))

    def hand_over(self, sid, run_id):
        """The truth as it is once the client has heard that it is connected, not before."""
        truth = None
        for _ in range(MAX_SNAPSHOT_TRIES):
            with self.app.app_context():
                truth = self.truth(sid, run_id)
                is_newest = truth is None or truth["version"] >= shown_version().get(run_id, 0)
            if is_newest:
                break  # nothing newer was told to the room while this was being made
        if truth is not None:
            with self.app.app_context():
                emit_to_run(self.audience, run_id, "snapshot", truth, only=sid)

    def welcome(self, sid, environ, auth) -> int:
        """The id of the visitor's run. Raises Refused."""
        raise NotImplementedError

    def truth(self, sid, run_id) -> dict | None:
        """Return the snapshot for this socket; None if the run is no more."""
        run = db.session.get(Run, run_id)
        return snapshot(run, self.audience) if run is not None else None

    def trigger_event(self, event, *args):
        """Only the two events of a connection's life; a client cannot name handlers."""
        if event not in ("connect", "disconnect"):
            return None
        return super().trigger_event(event, *args)
