"""Before anything reads a request: is this process well?"""

import pytest
from flask import request

from tests.realtime.answers.test_writer import hand_in
from web.auth import is_local
from web.edge import EdgeMiddleware, networks_of
from workshop.persistence.db import db


def test_while_answers_cannot_be_stored_it_says_so_and_nothing_else(room, app):
    room.asks("A1")
    assert how_it_is(room) == (200, "ok")
    rename(app, "ballots", "kept")
    hand_in(room.mateo, 1)
    room.site.flush_answers()
    assert how_it_is(room) == (200, "degradado")  # a new process would have the same disk
    rename(app, "kept", "ballots")
    assert how_it_is(room) == (200, "degradado")  # nobody knows yet
    hand_in(room.mateo, 1)
    room.site.flush_answers()
    assert how_it_is(room) == (200, "ok")


def test_what_the_server_adds_to_one_answer_is_on_no_other(site):
    def start_response(status, headers, exc_info=None):
        headers.append(("Content-Length", "2"))  # as eventlet does it
        lengths.append([name for name, _ in headers].count("Content-Length"))

    lengths = []
    for path in ("/salud", "/salud", "/socket.io/"):
        site.app.wsgi_app(site.browser().environ(path), start_response)
    assert lengths == [1, 1, 1]


def how_it_is(room):
    """What anyone who asks is told."""
    reply = room.site.browser().get("/salud")
    return reply.status, reply.text


def rename(app, table, name):
    """Storage in trouble, or out of it."""
    with app.app_context():
        db.session.execute(db.text(f"ALTER TABLE {table} RENAME TO {name}"))
        db.session.commit()


LOCAL = networks_of("127.0.0.1,::1")


def arrives(proxies=LOCAL, **environ):
    """(the environ as the program sees it, the status it was refused with)."""
    seen, refused = {}, []
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/inicio",
        "HTTP_HOST": "localhost:5000",
        "wsgi.url_scheme": "http",
    } | environ
    middleware = EdgeMiddleware(lambda environ, _: seen.update(environ) or [], proxies)
    middleware(asked, lambda status, *_: refused.append(status))
    return seen, "".join(refused)


@pytest.mark.parametrize("peer", ["192.168.1.66", "203.0.113.5", "2001:db8::5"])
@pytest.mark.parametrize("said", ["127.0.0.1", "8.8.8.8, ::1", "::ffff:127.0.0.1"])
def test_d8_h19_only_the_proxy_says_who_asks(peer, said):
    seen, _ = arrives(REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=said, HTTP_X_FORWARDED_PROTO="https")
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (peer, "http")
    assert not is_local(seen)
    assert not [name for name in seen if "FORWARDED" in name]


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "192.168.1.66"])
def test_without_a_proxy_nobody_says_who_asks(peer):
    seen, _ = arrives(
        (), REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR="8.8.8.8", HTTP_X_FORWARDED_PROTO="https"
    )
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == (peer, "http")
    assert not [name for name in seen if "FORWARDED" in name]


def test_a_forged_address_does_not_reach_a_page_where_there_is_no_proxy(site):
    asked = []
    site.app.before_request(lambda: asked.append((request.remote_addr, request.scheme)))
    forged = {"X-Forwarded-For": "8.8.8.8", "X-Forwarded-Proto": "https"}
    site.app.test_client().get("/", base_url=site.base, headers=forged)
    assert asked == [("127.0.0.1", "http")]


@pytest.mark.parametrize("said", ["nonsense", "", "1.2.3.4:80", "8.8.8.8, unknown"])
def test_what_the_proxy_passes_on_unread_is_no_address(said):
    seen, _ = arrives(
        REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said, HTTP_X_FORWARDED_PROTO="data"
    )
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("127.0.0.1", "http")


@pytest.mark.parametrize("peer", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_proxy_is_believed(peer):
    seen, _ = arrives(
        REMOTE_ADDR=peer,
        HTTP_X_FORWARDED_FOR="1.1.1.1, 198.51.100.7",
        HTTP_X_FORWARDED_PROTO="https",
    )
    assert (seen["REMOTE_ADDR"], seen["wsgi.url_scheme"]) == ("198.51.100.7", "https")


@pytest.mark.parametrize("said", ["127.0.0.1", "nonsense", "", "1.2.3.4, ::1"])
def test_who_comes_through_the_proxy_is_never_this_computer(said):
    seen, _ = arrives(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=said)
    assert not is_local(seen)


def test_a_tunnel_to_the_program_itself_is_this_computer():
    assert is_local(arrives(REMOTE_ADDR="127.0.0.1")[0])


def test_a_proxy_elsewhere_is_named():
    seen, _ = arrives(
        networks_of("10.0.0.0/24"), REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="198.51.100.7"
    )
    assert seen["REMOTE_ADDR"] == "198.51.100.7"


@pytest.mark.parametrize("host", ["", "a b; script-src *", "[", "@", "x:y:z", "a:1, evil"])
def test_h19_a_name_that_no_browser_asks_for_is_refused(host):
    seen, refused = arrives(REMOTE_ADDR="127.0.0.1", HTTP_HOST=host)
    assert (seen, refused) == ({}, "400 Bad Request")


@pytest.mark.parametrize("host", ["aula.local:5000", "192.168.1.5", "[::1]:5000", "mi_equipo:80"])
def test_every_name_this_computer_may_have_is_served(host):
    assert arrives(REMOTE_ADDR="192.168.1.9", HTTP_HOST=host)[0]["HTTP_HOST"] == host


@pytest.mark.parametrize("length", ["9" * 5_000, "1" + "0" * 30, "٣"])
def test_a_length_that_nothing_has_is_refused_and_never_read(length):
    _, refused = arrives(
        REQUEST_METHOD="POST",
        PATH_INFO="/socket.io/",
        QUERY_STRING="EIO=4&transport=polling",
        CONTENT_LENGTH=length,
    )
    assert refused in {"411 Length Required", "413 Content Too Large"}
