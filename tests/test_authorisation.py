"""Who may what: every address and every socket door × everyone who might try."""

import pytest
from sqlalchemy import inspect as sa_inspect
from sqlalchemy import select

from tests.support.cast import Room, Trainer
from tests.support.command_contract import LAN
from tests.support.identities import OUTSIDERS, Visitor
from workshop.models import mapped_tables
from workshop.persistence.db import db

AUDIENCES = {"anyone", "link", "projector", "participant", "facilitator", "staff"}
READS = {"GET", "HEAD", "OPTIONS"}
STAFF = {"facilitator", "staff"}  # audiences behind the console's door
SOCKETS = ("/participant", "/projector", "/facilitator")


@pytest.fixture
def rooms(site):
    """Two runs, the second is somebody else's; and an idea in the register."""
    rooms = Room(site, title="Secreto de Inés"), Room(site, phones=("Noa",))
    assert rooms[0].ines.post("/registro", text="Secreto de Inés").status == 200
    yield rooms
    for room in rooms:
        room.leave()


def routes(app):
    """(rule, audience) of every address."""
    for rule in app.url_map.iter_rules():
        yield rule, getattr(app.view_functions[rule.endpoint], "audience", None)


def path_of(app, rule, room):
    """The rule's address with this run in it."""
    known = {
        "run_id": room.run.id,
        "card": "0123456789abcdef",
        "slug": "un-taller-breve",
        "code": 123456,
        "round_id": 1,
        "pile_id": 1,
        "at": 0,
        "entry_id": 1,
        "token": room.run.wall_token,
    }
    values = {name: known.get(name, "x") for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("127.0.0.1").build(rule.endpoint, values)


def everything_stored(app):
    """Every row of every table."""
    with app.app_context():
        return {
            table.__tablename__: sorted(
                str([getattr(row, column.key) for column in sa_inspect(table).column_attrs])
                for row in db.session.scalars(select(table))
            )
            for table in mapped_tables.ALL
        }


def test_every_address_says_for_whom_it_is(app):
    unmarked = [rule.rule for rule, audience in routes(app) if audience not in AUDIENCES]
    assert not unmarked


def test_every_address_of_a_run_is_for_staff(app):
    others = [
        rule.rule
        for rule, audience in routes(app)
        if rule.rule.startswith("/sesiones") and audience not in STAFF
    ]
    assert not others


def test_addresses_are_read_or_posted_to_and_nothing_else(app):
    for rule, _ in routes(app):
        assert rule.methods <= READS | {"POST"}, rule.rule
        assert not ("POST" in rule.methods and "GET" in rule.methods), rule.rule


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_reads_or_does_what_is_for_staff(app, site, rooms, who):
    visitor = Visitor(site, rooms, who)
    before = everything_stored(app)
    for rule, audience in routes(app):
        if audience not in STAFF:
            continue
        path = path_of(app, rule, rooms[0])
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            reply = visitor.ask(method, path, json={"version": 1} if method == "POST" else None)
            assert reply.status_code in (401, 403, 404), (method, path, reply.status_code)
            assert reply.json["code"] in ("not_signed_in", "page_expired", "not_found"), path
            assert "Secreto de Inés" not in reply.text
            assert rooms[0].run.code not in reply.text
    assert everything_stored(app) == before


@pytest.mark.parametrize("who", ["nobody", "wall", "staff"])
def test_what_phones_say_needs_a_phones_own_token(app, site, rooms, who):
    visitor = Visitor(site, rooms, who) if who != "nobody" else Visitor(site, rooms, "stranger")
    before = everything_stored(app)
    tokens = (None, "", "x", rooms[0].run.wall_token, ["a"], rooms[0].mateo.token[:-1])
    for rule, audience in routes(app):
        for token in tokens if audience == "participant" else ():
            if "GET" in rule.methods:
                visitor.headers["Authorization"] = f"Bearer {token or ''}"
                reply = visitor.ask("GET", rule.rule)
            else:
                reply = visitor.ask("POST", rule.rule, json={"token": token})
            assert reply.json["code"] == "seat_unknown", rule.rule
    assert everything_stored(app) == before


def test_staff_may(app, site, rooms):
    visitor = Visitor(site, rooms, "staff")
    for rule, audience in routes(app):
        if audience not in STAFF or "GET" not in rule.methods:
            continue
        reply = visitor.ask("GET", path_of(app, rule, rooms[0]))
        if rule.endpoint == "results.picture":  # allowed, but nothing has come out yet
            assert reply.json["code"] in ("picture_kept_back", "not_found")
            continue
        assert reply.status_code in (200, 302, 409), rule.rule  # 302: back to the console


def test_staff_without_the_pages_token_change_nothing(app, site, rooms):
    visitor = Visitor(site, rooms, "staff")
    before = everything_stored(app)
    for token in (None, "", "falso"):
        visitor.headers.pop("X-CSRFToken", None)
        if token is not None:
            visitor.headers["X-CSRFToken"] = token
        for rule, audience in routes(app):
            if audience in STAFF and "POST" in rule.methods:
                reply = visitor.ask("POST", path_of(app, rule, rooms[0]), json={"version": 1})
                assert reply.json["code"] == "page_expired", rule.rule
    assert everything_stored(app) == before


def test_reading_changes_nothing(app, site, rooms):
    visitor = Visitor(site, rooms, "staff")
    before = everything_stored(app)
    for rule, audience in routes(app):
        if "GET" in rule.methods and audience != "link":
            visitor.ask("GET", path_of(app, rule, rooms[0]))
    assert everything_stored(app) == before


def test_a_run_that_does_not_exist_is_not_found(app, site, rooms):
    visitor = Visitor(site, rooms, "staff")
    for run_id in (0, 999, 2**31, 2**70):
        for rule, audience in routes(app):
            if audience in STAFF and rule.rule.startswith("/sesiones/<int:run_id>"):
                path = path_of(app, rule, rooms[0]).replace(
                    f"/sesiones/{rooms[0].run.id}", f"/sesiones/{run_id}", 1
                )
                for method in rule.methods - {"HEAD", "OPTIONS"}:
                    body = {"version": 1} if method == "POST" else None
                    # 405 where the same address answers another method: it names no run either
                    assert visitor.ask(method, path, json=body).status_code in (404, 405), path


def test_a_wrong_link_opens_nothing(site):
    for token in ("x", "llavE", "llave ", "%00", "ñ", "a" * 5000):
        reply = site.browser().get(f"/entrar/{token}")
        assert reply.status in (401, 404), token
    away = site.browser(base="http://192.168.1.34:5000", peer=LAN)
    assert away.get("/entrar/llave").status == 404


def test_a_wrong_wall_token_shows_nothing(site, rooms):
    for token in ("x", rooms[0].mateo.token, rooms[0].run.wall_token[:-1], "%00"):
        assert site.browser().get(f"/pantalla/{token}").status == 404


@pytest.mark.parametrize("who", OUTSIDERS)
def test_the_consoles_socket_is_for_staff(site, rooms, who):
    visitor = Visitor(site, rooms, who)
    ear = site.socket("/facilitator", {"run": rooms[0].run.id}, visitor)
    assert ear.refused["code"] == "not_signed_in"
    assert ear.count("snapshot") == 0


@pytest.mark.parametrize("run", [None, "1", True, 999, -1, [1], {}, 1.0])
def test_the_consoles_socket_needs_a_run(site, rooms, run):
    visitor = Visitor(site, rooms, "staff")
    assert site.socket("/facilitator", {"run": run}, visitor).refused["code"] == "run_unknown"


def test_keys_open_their_own_door_only(site, rooms):
    mine, other = rooms
    wall, phone, neighbour = mine.run.wall_token, mine.mateo.token, other.phones[0].token
    tries = [
        ("/participant", {"run": mine.run.id, "token": wall}),
        ("/participant", {"run": mine.run.id, "token": neighbour}),
        ("/participant", {"run": other.run.id, "token": phone}),
        ("/participant", {"token": phone}),
        ("/participant", {"run": str(mine.run.id), "token": phone}),
        ("/participant", {"run": mine.run.id, "token": ""}),
        ("/participant", {"run": mine.run.id, "token": None}),
        ("/participant", {"run": mine.run.id, "token": ["a"]}),
        ("/participant", {"run": mine.run.id, "token": "a" * 200}),
        ("/projector", {"token": phone}),
        ("/projector", {"token": ""}),
        ("/projector", {"run": mine.run.id}),
        ("/projector", {"token": {"a": 1}}),
        ("/facilitator", {"run": mine.run.id, "token": phone}),
        ("/facilitator", {"run": mine.run.id, "token": wall}),
    ]
    for namespace in SOCKETS:
        tries += [(namespace, None), (namespace, []), (namespace, "x")]
    for namespace, auth in tries:
        ear = site.socket(namespace, auth)
        assert ear.refused is not None, (namespace, auth)
        assert ear.refused["code"] in ("seat_unknown", "not_allowed", "not_signed_in"), auth
        assert ear.count("snapshot") == 0


@pytest.mark.parametrize("namespace", ["/", "/admin", "/facilitator/../participant"])
def test_there_are_no_other_doors(site, rooms, namespace):
    ear = site.socket(namespace, {"run": rooms[0].run.id, "token": rooms[0].mateo.token})
    assert not ear.connected
    assert ear.count("snapshot") == 0


def test_a_console_that_signed_out_hears_nothing_more(site, rooms):
    leaving = Trainer(site)
    ear = leaving.console(rooms[0].run)
    leaving.post("/salir")
    heard = ear.count("snapshot")
    rooms[0].does("empezar")
    assert ear.count("snapshot") == heard
