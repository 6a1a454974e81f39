"""Sessions, keys and presses over HTTP: each opens one door, and a press counts once."""

import re

from tests.support.cast import Trainer
from tests.support.command_contract import LAN, hears_nothing
from tests.support.hostile_http import ask, join
from workshop.models.run import Run
from workshop.persistence.db import db


def test_h_21_h_22_a_session_begins_and_ends(room):
    ines = Trainer(room.site)
    before = ines.browser.cookies()
    ines = Trainer(room.site)
    kept = ines.browser.cookies()
    assert kept != before
    assert ask(room.site, "/inicio", Cookie=kept).status_code == 200
    assert ines.post("/salir").status == 200
    assert ask(room.site, "/inicio", Cookie=kept).status_code == 401
    console = room.site.socket("/facilitator", {"run": room.run.id}, ines.browser)
    assert console.refused["code"] == "not_signed_in"


def test_h_22_whoever_leaves_hears_no_more(room):
    room.console.until(lambda: room.console.connected)
    room.ines.post("/salir")
    room.console.until(lambda: not room.console.connected)


def test_h_23_h_25_a_key_opens_one_door(room, other_room):
    phone = room.site.browser(peer=LAN)
    token = room.mateo.token
    bearer = {"Authorization": f"Bearer {token}", "Cookie": f"mano_alzada={token}"}
    for path in ("/inicio", f"/sesiones/{room.run.id}", f"/sesiones/{room.run.id}/resultado"):
        assert ask(room.site, path, peer=LAN, **bearer).status_code == 404
        assert ask(room.site, path, **bearer).status_code == 401
    for token in (
        room.mateo.token,
        other_room.run.code,
        str(room.run.id),
        room.run.wall_token[:-1],
    ):
        assert phone.get(f"/pantalla/{token}").status in (403, 404)
        assert phone.get(f"/entrar/{token}").status == 404
    wall = room.site.socket("/facilitator", {"run": room.run.id, "token": room.run.wall_token})
    assert wall.refused["code"] == "not_signed_in"


def test_h_26_what_is_not_on_the_form_changes_nothing(room, app):
    extra = {"id": 999, "k": 1, "code": "111111", "wall_token": "x", "phase": "ended"}
    extra |= {"owner_id": 1, "role": "admin", "locked": True, "paused": True, "step_id": 3}
    run = room.ines.new_run(module="un-taller-breve", **extra)
    room.ines.do(run, "empezar", **extra)
    with app.app_context():
        row = db.session.get(Run, run.id)
        assert (row.k, row.phase, row.locked, row.paused) == (5, "running", False, False)
        assert row.code == run.code != "111111"
        assert row.wall_token == run.wall_token != "x"
    reply = join(room.site, code=room.run.code, role="admin")
    assert reply.code == "request_malformed"
    reply = join(room.site, code=room.run.code, run=999, id="x")
    assert reply.code == "request_malformed"


def test_h_27_a_double_click_is_one_click(room):
    for verb in ("empezar", "abrir", "cerrar", "mostrar", "siguiente", "terminar"):
        version = room.ines.version(room.run)
        said = [room.do(verb, version=version) for _ in range(2)]
        assert [reply.status for reply in said] == [204, 409]
        assert said[1].code == "stale_version"


def test_h_27_a_double_click_creates_one_run(site, app):
    ines = Trainer(site)
    nonce = re.search(r'name="nonce" value="([^"]+)"', ines.browser.get("/inicio").text).group(1)
    fields = {"module": "un-taller-breve", "title": "Una", "nonce": nonce}
    said = [ines.post("/sesiones", **fields) for _ in range(3)]
    assert len({reply.url for reply in said}) == 1
    with app.app_context():
        assert db.session.query(Run).count() == 1
    assert ines.post("/sesiones", **(fields | {"nonce": "x" * 200})).status == 400
    for without in ("", None):
        assert ines.post("/sesiones", **(fields | {"nonce": without})).status == 200
    with app.app_context():
        assert db.session.query(Run).count() == 3


def test_h_28_two_consoles_press_opposite_buttons(room):
    room.asks("A1")
    version = room.ines.version(room.run)
    tab = room.ines.console(room.run)
    said = [room.do(verb, version=version) for verb in ("cerrar", "anular")]
    assert [reply.status for reply in said] == [204, 409]
    assert said[1].json()["message"] == "Ya cambió; esto es lo actual."
    assert tab.latest("snapshot")["round"]["phase"] == "closed"  # both see what is true now
    tab.close()


def test_h_29_an_ended_run_moves_no_more(room):
    room.does("empezar", "terminar")
    with hears_nothing(*room.everyone()):
        for verb in ("empezar", "abrir", "cerrar", "mostrar", "siguiente", "volver", "terminar"):
            assert 400 <= room.do(verb).status < 500, verb
