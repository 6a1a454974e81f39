"""Phones, walls and consoles: who is let in by what, and what each is handed on entering."""

from sqlalchemy import select

from realtime.answers.socket_handler import AnswerSocketHandler
from realtime.fanout.handouts import hand_out_missing
from realtime.fanout.tally_ticker import tally_ticker
from realtime.namespaces import AudienceNamespace
from realtime.protocol.audiences import FACILITATOR, PARTICIPANT, PROJECTOR
from realtime.protocol.emit import emit_to_run
from realtime.state.connections import (
    PhoneConnection,
    PhoneConnections,
    phone_connections,
    screen_connections,
)
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import open_rounds
from realtime.views.initial_snapshot import known_phone
from realtime.views.participant import personal_of
from realtime.views.snapshots import forget_snapshot, snapshot_for_phones
from web.auth import staff_of_environ
from web.refusals import refusal
from workshop.commands.join import MAX_TOKEN_CHARACTERS
from workshop.models.participant import token_digest
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.refused import Refused


def require_readable(run_id: int) -> None:
    """Refuse where this program cannot read the run; known since it was started."""
    if run_id in open_rounds.unreadable:
        raise Refused("run_unreadable")


class ParticipantNamespace(AudienceNamespace):
    """A phone, known by the token it got at joining. The only one that may say something."""

    audience = PARTICIPANT

    def welcome(self, sid, environ, auth):
        token, run_id = auth.get("token"), auth.get("run")
        known = known_phone(token)
        if known.run_id != run_id:
            raise Refused("seat_unknown")
        require_readable(known.run_id)
        phone = PhoneConnection(
            sid=sid,
            eio_sid=self.server.manager.eio_sid_from_sid(sid, self.namespace),
            run_id=run_id,
            participant_id=known.participant_id,
            token=token,
            alias=known.alias,
            is_silent=known.is_silent,
        )
        oldest = phone_connections.add(phone)
        if oldest is not None:
            self.server.start_background_task(self.close_tab, oldest.sid, run_id)
        tally_ticker.send_roster_soon(run_id)
        return run_id

    def truth(self, sid, run_id):
        """The page that serves the room, and what only this phone may know."""
        hand_out_missing(run_id)
        phone, page = phone_connections.get(sid), snapshot_for_phones(run_id)
        if phone is None or page is None:
            return None
        return page | {"personal": personal_of(phone, ended=page["page"] == "ended")}

    def hand_over(self, sid, run_id):
        """Newer tabs may have pushed this one out while this one was still coming in."""
        if live_state_of(self.app)[PhoneConnections].get(sid) is None:
            self.close_tab(sid, run_id)
        else:
            super().hand_over(sid, run_id)

    def close_tab(self, sid, run_id):
        """A fourth tab of one phone closes the first."""
        with self.app.app_context():
            emit_to_run(self.audience, run_id, "replaced", refusal("replaced_by_tab"), only=sid)
        self.disconnect(sid)

    def on_disconnect(self, sid, reason=None):
        """Remove the connection; the counts follow the socket table."""
        with self.app.app_context():
            phone = phone_connections.remove(sid)
            if phone is not None:
                tally_ticker.send_roster_soon(phone.run_id)
                if not phone_connections.inside(phone.run_id):
                    forget_snapshot(phone.run_id)


class ProjectorNamespace(AudienceNamespace):
    """The wall, with its own read-only token. It listens and never speaks."""

    audience = PROJECTOR

    def welcome(self, sid, environ, auth):
        token = auth.get("token")
        if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN_CHARACTERS:
            raise Refused("not_allowed")
        run = db.session.scalar(select(Run).where(Run.wall_token == token))
        if run is None:
            raise Refused("not_allowed")
        require_readable(run.id)
        screen_connections.walls[sid] = run.id
        return run.id

    def on_disconnect(self, sid, reason=None):
        """One wall fewer."""
        with self.app.app_context():
            screen_connections.walls.pop(sid, None)


class FacilitatorNamespace(AudienceNamespace):
    """The console: staff, from an allowed place, with an Origin."""

    audience = FACILITATOR

    def welcome(self, sid, environ, auth):
        secret = staff_of_environ(self.app, environ) if environ.get("HTTP_ORIGIN") else None
        if secret is None:
            raise Refused("not_signed_in")
        run_id = auth.get("run")
        run = db.session.get(Run, run_id) if type(run_id) is int else None
        if run is None:
            raise Refused("run_unknown")
        require_readable(run.id)
        screen_connections.consoles[sid] = token_digest(secret)
        return run.id

    def on_disconnect(self, sid, reason=None):
        """One console fewer."""
        with self.app.app_context():
            screen_connections.consoles.pop(sid, None)


def init_app(app) -> None:
    """Register the three namespaces, and the handler of answers."""
    server = app.extensions["socketio"].server
    for namespace in (ParticipantNamespace, ProjectorNamespace, FacilitatorNamespace):
        server.register_namespace(namespace(app))
    app.extensions["answer_socket_handler"] = AnswerSocketHandler(app, server)
