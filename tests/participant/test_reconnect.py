"""/ahora: a phone that comes back reads what its socket will bring; nobody else reads a word."""

import pytest

from realtime.state.phone_limits import REQUEST_BURST
from tests.support.cast import Phone, Room
from tests.support.command_contract import LAN
from tests.support.live_state import phone_connections


@pytest.fixture
def trial(site):
    """A run that may be deleted."""
    trial = Room(site, trial=True)
    yield trial
    trial.leave()


def looks(phone, token=None, **headers):
    """What a phone is shown before it has a socket, from the room's Wi-Fi."""
    browser = phone.site.browser(peer=LAN)
    headers = {"Authorization": f"Bearer {token or phone.token}"} | headers
    return browser.get("/ahora", headers=headers)


def told(snapshot):
    """A snapshot without what moves by itself."""
    return snapshot | {"round": snapshot["round"] and snapshot["round"] | {"remaining_ms": 0}}


@pytest.mark.parametrize(
    "verbs", [(), ("abrir",), ("abrir", "cerrar"), ("abrir", "cerrar", "mostrar")]
)
@pytest.mark.parametrize("label", ["A1", "A2", "A4"])
def test_it_is_what_the_socket_brings(room, label, verbs):
    room.goes_to(label)
    room.does(*verbs)
    if verbs == ("abrir",):
        room.mateo.answer({"A1": 2, "A2": "b", "A4": "Una frase."}[label])
    seen = looks(room.mateo)
    again = Phone(room.site, run=room.run.id, token=room.mateo.token).connect()
    assert seen.status == 200
    assert told(seen.json()) == told(again.latest("snapshot"))


def test_before_the_run_begins_and_after_it_has_ended(room):
    assert looks(room.mateo).json()["page"] == "lobby"
    room.asks("A1")
    room.mateo.answer(2)
    room.does("cerrar", "terminar")
    seen = looks(room.mateo).json()
    assert seen["page"] == "ended"
    assert [each["answer"] for each in seen["personal"]["history"]] == ["Normal"]


def test_what_is_personal_is_this_phones_own(room):
    round_id = str(room.asks("A2"))
    room.mateo.answer("b")
    assert looks(room.mateo).json()["personal"]["answers"][round_id]["value"] == "b"
    assert looks(room.lucia).json()["personal"]["answers"] == {}


def test_whoever_sits_in_another_run_sees_that_one(room, other_room):
    room.asks("A1")
    assert looks(other_room.phones[0]).json()["page"] == "lobby"


def test_without_a_seat_nobody_learns_anything(room):
    room.asks("A1")
    stranger = room.site.browser(peer=LAN)
    token = room.mateo.token
    for header in (None, "", "Bearer", "Bearer ", "Bearer x", f"Basic {token}", token):
        headers = {} if header is None else {"Authorization": header}
        reply = stranger.get("/ahora", headers=headers)
        assert reply.code == "seat_unknown", header
        assert "ánimo" not in reply.text
    assert looks(room.mateo, token="a" * 10_000).code == "seat_unknown"
    assert looks(room.mateo, token=room.run.wall_token).code == "seat_unknown"


def test_the_page_itself_is_the_same_for_everyone_and_holds_no_question(room):
    room.asks("A1")
    browser = room.site.browser(peer=LAN)
    headers = {"Authorization": f"Bearer {room.mateo.token}"}
    page, again = (
        browser.get(f"/{room.run.code}"),
        browser.get(f"/{room.run.code}", headers=headers),
    )
    assert page.text == again.text
    assert "ánimo" not in page.text


def test_a_seat_that_was_removed_with_its_run_sees_nothing(trial):
    trial.asks("A1")
    assert looks(trial.mateo).status == 200
    assert trial.do("borrar").status == 200
    assert looks(trial.mateo).code == "seat_unknown"


def test_nobody_keeps_what_was_read(room):
    reply = looks(room.mateo)
    assert reply.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in reply.headers


def test_looking_is_not_being_there(room):
    room.mateo.leave()
    here = phone_connections.inside(room.run.id)
    looks(room.mateo)
    assert phone_connections.inside(room.run.id) == here
    assert len(phone_connections.phones(room.run.id)) == 1


def test_with_nobody_inside_what_was_shown_once_is_not_shown_for_ever(room):
    room.goes_to("A1")
    room.mateo.leave()
    room.lucia.leave()
    assert looks(room.mateo).json()["page"] == "waiting"
    room.does("abrir")
    assert looks(room.mateo).json()["page"] == "open"


def test_a_full_house_shows_nobody_what_they_may_not_enter(room, monkeypatch):
    monkeypatch.setitem(room.site.app.config, "CAPACITY_PROCESS", len(phone_connections))
    assert looks(room.mateo).code == "room_full"


def test_a_phone_that_was_cut_for_its_speed_rests_here_too(room):
    phone = next(each for each in phone_connections.phones(room.run.id) if each.alias == "Mateo")
    phone_connections.suspend(phone.participant_id)
    assert looks(room.mateo).code == "too_fast"


def test_a_phone_that_asks_for_ever_is_slowed_down_alone(room):
    codes = {looks(room.mateo).code for _ in range(int(REQUEST_BURST) + 3)}
    assert codes == {None, "too_fast"}
    assert looks(room.lucia).status == 200
