"""Checks of every console command: who hears it, who does not, and who may not give it."""

import re
from contextlib import contextmanager

from realtime.protocol.audiences import AUDIENCES
from realtime.views.snapshots import snapshot
from tests.support.cast import Stranger, Trainer
from workshop.models.run import Run
from workshop.persistence.db import db

LAN = "192.168.1.50"
SAME = ("version", "key", "page", "html", "counts", "tally", "inside", "paused")


@contextmanager
def told_once(room):
    """Everyone in the room hears one snapshot of what follows, and it is the truth."""
    before = [socket.count("snapshot") for socket in room.everyone()]
    yield
    heard = [socket.count("snapshot") for socket in room.everyone()]
    assert heard == [count + 1 for count in before]
    tells_the_truth(room)


@contextmanager
def hears_nothing(*sockets):
    """Not one fact reaches these."""
    before = [everything(socket) for socket in sockets]
    yield
    assert [everything(socket) for socket in sockets] == before


def tells_the_truth(room):
    """Parity: what each audience heard last equals a fresh snapshot."""
    sockets = dict(zip(("facilitator", "projector", "participant"), room.everyone(), strict=False))
    with room.site.app.test_request_context():
        db.session.rollback()
        run = db.session.get(Run, room.run.id)
        for audience in AUDIENCES:
            fresh, heard = snapshot(run, audience), sockets[audience].latest("snapshot")
            for part in SAME:
                assert timeless(heard[part]) == timeless(fresh[part]), (audience, part)
            assert without_time(heard["round"]) == without_time(fresh["round"]), audience


def nobody_else_may(room, verb, method="post", path=None):
    """Hugo, a console that was left, a console on another computer, a missing token, a link."""
    path = path or f"/sesiones/{room.run.id}/{verb}"
    fields = {"version": room.ines.version(room.run)}
    with hears_nothing(*room.everyone()):
        hugo = Stranger(room.site)
        assert hugo.post(path, **fields).status in (401, 403, 404)
        assert hugo.get(path).status in (401, 404, 405)
        assert room.ines.browser.get(path).status == 405  # a link changes nothing
        assert room.ines.browser.post(path, json=fields).code == "page_expired"
        left = Trainer(room.site)
        assert left.post("/salir").status == 200
        assert left.post(path, **fields).code == "not_signed_in"
        away = Trainer(room.site)
        away.browser.peer = LAN
        assert away.post(path, **fields).code == "not_found"
    assert room.ines.version(room.run) == fields["version"]


def an_old_page_may_not(room, verb):
    """Another console was faster: refused, and nothing happens."""
    old = room.ines.version(room.run) - 1
    with hears_nothing(*room.everyone()):
        reply = room.do(verb, version=old)
    assert (reply.status, reply.code) == (409, "stale_version")
    for nonsense in (None, "", "x", -1, 1.5, True, [], {}, "٣", "9" * 5_000):
        assert room.do(verb, version=nonsense).code == "stale_version", nonsense


def refused(room, verb, code, **fields):
    """A verb that is refused now: with this code, and nobody hears of it."""
    with hears_nothing(*room.everyone()):
        reply = room.do(verb, **fields)
    assert reply.code == code, reply
    assert 400 <= reply.status < 500


def double_click(room, verb):
    """The same press twice: the second is refused, and the room hears one change."""
    version = room.ines.version(room.run)
    with told_once(room):
        assert room.do(verb, version=version).status == 204
        assert room.do(verb, version=version).code == "stale_version"


def everything(socket):
    """How many facts of any kind."""
    return sum(len(heard) for heard in socket.facts.values())


def without_time(round):
    """A round on the wire without what passes by itself."""
    return round and {name: value for name, value in round.items() if name != "remaining_ms"}


def timeless(part):
    """A page without its figures: clocks run on, and counts are compared apart."""
    return re.sub(r"\d+([.:,]\d+)*", "", part) if isinstance(part, str) else part
