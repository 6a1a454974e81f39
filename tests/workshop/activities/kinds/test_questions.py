"""Questions from the room: asked without a name, lifted by others, ranked by a plain count."""

import pytest
from sqlalchemy import select

from realtime.fanout import tally_sender
from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidAnswer, InvalidContent
from workshop.activities.kinds.questions import ANSWERED, PARKED, Questions
from workshop.models.ballot import Ballot
from workshop.models.pile import Pile
from workshop.persistence.db import db

ASK = Questions.from_content({"ref": "q", "title": "Q", "prompt": "¿?"})
A, B, C = "a" * 16, "b" * 16, "c" * 16


def given(card, text="", votes=(), moderation="shown", pile=""):
    return GivenAnswer({"text": text, "votes": list(votes)}, card, moderation, pile)


def ranked(*givens):
    return [(each["text"], each["votes"]) for each in ASK.tally(givens)["questions"]]


def test_a_question_or_a_vote_is_needed():
    assert ASK.parse({"text": " ¿Por qué? ", "votes": [B, A, A]}) == {
        "text": "¿Por qué?",
        "votes": [A, B],
    }
    assert ASK.parse({"text": "", "votes": [A]})["text"] == ""
    for raw in ({"text": " ", "votes": []}, {"text": "x" * 141, "votes": []}, {"text": "x"}, "x"):
        with pytest.raises(InvalidAnswer):
            ASK.parse(raw)


def test_the_most_voted_comes_first_and_ones_own_vote_counts_nothing():
    assert ranked(given(A, "Una", [A, B]), given(B, "Dos"), given(C, "", [B])) == [
        ("Dos", 2),
        ("Una", 0),
    ]


def test_equal_ones_keep_the_order_of_their_cards_whoever_came_first():
    assert ranked(given(B, "Dos"), given(A, "Una")) == ranked(given(A, "Una"), given(B, "Dos"))


def test_answered_ones_follow_and_parked_ones_close_the_list():
    votes = [given(C, "", [A, B])]
    assert ranked(given(A, "Una", pile=PARKED), given(B, "Dos", pile=ANSWERED), *votes) == [
        ("Dos", 1),
        ("Una", 1),
    ]


def test_a_held_or_hidden_question_is_not_in_the_list():
    tally = ASK.tally([given(A, "Una", moderation="held"), given(B, "Dos", moderation="hidden")])
    assert (tally["questions"], tally["held"], tally["hidden"]) == ([], 1, 1)


def test_an_anonymous_round_is_refused():
    with pytest.raises(InvalidContent) as refused:
        Questions.from_content({"ref": "q", "title": "Q", "prompt": "¿?", "mode": "A"})
    assert refused.value.key == "mode"


@pytest.fixture
def room(site):
    room = Room(site, "mas-tipos", ("Mateo", "Lucía"), hold_texts=False)
    room.asks("R8")
    yield room
    room.leave()


def heard(phone):
    """The list as this phone was told it last."""
    return [
        (each["text"], each["votes"])
        for each in phone.latest("tally_changed")["tally"]["questions"]
    ]


def card_of(app, text):
    with app.app_context():
        rows = db.session.scalars(select(Ballot)).all()
        return next(row.card for row in rows if row.value["text"] == text)


def a_second_goes_by(monkeypatch):
    """Let phones be sent the list again."""
    monkeypatch.setattr(tally_sender, "PHONE_INTERVAL_S", 0)


def test_phones_see_the_list_while_it_is_open_and_no_author(room, app, monkeypatch):
    assert room.mateo.answer({"text": "¿Por qué?", "votes": []})["ok"]
    room.site.tick_tally()
    assert heard(room.lucia) == [("¿Por qué?", 0)]
    told = room.lucia.latest("tally_changed")
    assert told.keys() == {"round", "kind", "tally"}
    assert "Mateo" not in str(told)
    card = card_of(app, "¿Por qué?")
    assert room.lucia.answer({"text": "", "votes": [card]})["ok"]
    assert room.mateo.answer({"text": "¿Por qué?", "votes": [card]})["ok"]
    a_second_goes_by(monkeypatch)
    room.site.tick_tally()
    assert heard(room.mateo) == [("¿Por qué?", 1)]
    assert room.wall.latest("tally_changed")["tally"]["questions"][0]["votes"] == 1


def test_phones_are_told_once_a_second_at_most(room, monkeypatch):
    room.mateo.answer({"text": "Una", "votes": []})
    room.site.tick_tally()
    before = room.lucia.socket.count("tally_changed")
    room.lucia.answer({"text": "Dos", "votes": []})
    room.site.tick_tally()
    assert room.lucia.socket.count("tally_changed") == before
    a_second_goes_by(monkeypatch)
    room.site.tick_tally()  # nothing new came, but what was kept back is told
    assert len(heard(room.lucia)) == 2


def test_the_trainer_marks_a_question_as_answered(room, app):
    room.mateo.answer({"text": "Una", "votes": []})
    with app.app_context():
        pile = db.session.scalars(select(Pile.id).order_by(Pile.id)).all()[-2]
    path = f"/sesiones/{room.run.id}/textos/{card_of(app, 'Una')}/agrupar"
    assert room.ines.post(path, pile=pile).status == 204
    assert room.mateo.latest("snapshot")["tally"]["questions"][0]["state"] == "answered"


def test_a_question_that_was_shown_stays_shown_when_its_author_votes(site, app, monkeypatch):
    room = Room(site, "mas-tipos", hold_texts=True)
    room.asks("R8")
    room.mateo.answer({"text": "Una", "votes": []})
    room.lucia.answer({"text": "Dos", "votes": []})
    assert (
        room.ines.post(f"/sesiones/{room.run.id}/textos/{card_of(app, 'Una')}/mostrar").status
        == 204
    )
    room.mateo.answer({"text": "Una", "votes": [card_of(app, "Dos")]})
    room.site.tick_tally()
    assert heard(room.lucia) == [("Una", 0)]
    room.mateo.answer({"text": "Una, pero otra", "votes": []})
    a_second_goes_by(monkeypatch)
    room.site.tick_tally()
    assert heard(room.lucia) == []
    room.leave()
