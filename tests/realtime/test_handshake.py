"""Before anything reads a request: is this process well?"""

from tests.realtime.test_writer import hand_in
from workshop.db import db


def test_while_answers_cannot_be_stored_it_says_so_and_nothing_else(room, app):
    room.asks("A1")
    assert how_it_is(room) == (200, "ok")
    rename(app, "ballots", "kept")
    hand_in(room.mateo, 1)
    room.house.settle()
    assert how_it_is(room) == (200, "degradado")  # a new process would have the same disk
    rename(app, "kept", "ballots")
    assert how_it_is(room) == (200, "degradado")  # nobody knows yet
    hand_in(room.mateo, 1)
    room.house.settle()
    assert how_it_is(room) == (200, "ok")


def test_what_the_server_adds_to_one_answer_is_on_no_other(house):
    def start_response(status, headers, exc_info=None):
        headers.append(("Content-Length", "2"))  # as eventlet does it
        lengths.append([name for name, _ in headers].count("Content-Length"))

    lengths = []
    for path in ("/salud", "/salud", "/socket.io/"):
        house.app.wsgi_app(house.browser().environ(path), start_response)
    assert lengths == [1, 1, 1]


def how_it_is(room):
    """What anyone who asks is told."""
    reply = room.house.browser().get("/salud")
    return reply.status, reply.text


def rename(app, table, name):
    """Storage in trouble, or out of it."""
    with app.app_context():
        db.session.execute(db.text(f"ALTER TABLE {table} RENAME TO {name}"))
        db.session.commit()
