"""Sheets of results: what the outcome tells has one, what it keeps back has none."""

from tests.support.cast import Room


def sheet(room, round_id):
    """The page with the picture of one round."""
    return room.ines.browser.get(f"/sesiones/{room.run.id}/vueltas/{round_id}/imagen")


def voted(room, label, *values):
    """A round with these answers, closed. Returns its id."""
    round_id = room.asks(label)
    for phone, value in zip(room.phones, values, strict=False):
        assert phone.answer(value)["ok"]
    room.does("cerrar")
    return round_id


def test_a_result_has_a_sheet_under_a_name_people_find_again(site):
    room = Room(site, phones=[f"P{number}" for number in range(5)])
    reply = sheet(room, voted(room, "A1", 3, 2, 2, 1, 3))
    assert reply.status == 200
    assert 'data-chart="scale"' in reply.text
    assert "n = 5" in reply.text
    assert 'data-theme="light"' in reply.text
    name = reply.text.split('data-file="')[1].split('"')[0]
    assert " A1 " in name
    assert not set(name) & set('<>:"/\\|?*¿')


def test_a_hidden_vote_has_none_until_it_is_shown(room):
    reply = sheet(room, voted(room, "A3", "a", "b"))
    assert (reply.status, reply.code) == (403, "picture_kept_back")
    everything = room.ines.browser.get(f"/sesiones/{room.run.id}/imagenes").text
    assert 'data-chart="choice"' not in everything


def test_an_open_round_has_none(room):
    assert sheet(room, room.asks("A1")).status == 403


def test_an_annulled_round_has_none(room):
    round_id = voted(room, "A1", 1, 2)
    room.does("anular")
    assert sheet(room, round_id).code == "picture_kept_back"


def test_fewer_than_k_answers_have_none(room):
    for reply in (sheet(room, voted(room, "A1", 3, 2)), sheet(room, voted(room, "A2", "a", "b"))):
        assert (reply.status, reply.code) == (403, "picture_kept_back")


def test_a_round_of_another_run_is_not_found(room, other_room):
    assert sheet(room, voted(other_room, "A1", 3)).status == 404
