"""Argument exchange: texts of other stances, each read as often, hidden ones gone (F-000-04)."""

import time
from collections import Counter

import pytest
from sqlalchemy import select

from tests.support.cast import Phone, Room
from workshop.activities import GivenAnswer, InvalidAnswer, Reader, Source
from workshop.activities.kinds.arguments import Arguments
from workshop.activities.kinds.choice import Choice
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.course.references import check_activities
from workshop.models.handout import Handout
from workshop.persistence.db import db

VOTE = Choice.from_content(
    {
        "ref": "v",
        "title": "V",
        "prompt": "¿?",
        "options": [{"id": "a", "text": "Sí"}, {"id": "b", "text": "No"}],
    }
)
TEXT = Text.from_content({"ref": "t", "title": "T", "prompt": "¿?"})
EXCHANGE = {"ref": "x", "title": "X", "prompt": "Marca", "source": "t", "stances": "v"}


def sources(people):
    """person → (stance, text) as two closed rounds."""
    texts = tuple(GivenAnswer(text, f"c{who}", by=who) for who, (_, text) in people.items() if text)
    votes = tuple(GivenAnswer(vote, f"v{who}", by=who) for who, (vote, _) in people.items() if vote)
    return {"t": Source(TEXT, 1, texts), "v": Source(VOTE, 2, votes)}


def dealt(people):
    given = sources(people)
    activity = Arguments.from_content(EXCHANGE).prepared(given)
    return activity, activity.deal([Reader(f"k{who}", who) for who in people], {}, given)


def test_f_000_04_nobody_gets_their_own_text_nor_their_own_stance():
    people = {f"{n:02}": ("ab"[n % 2], f"Texto {n}") for n in range(12)}
    activity, hands = dealt(people)
    for who, (stance, _) in people.items():
        hand = hands[f"k{who}"]
        assert len(hand) == 3
        assert f"c{who}" not in hand
        assert all(people[card[1:]][0] != stance for card in hand)
    read = Counter(card for hand in hands.values() for card in hand)
    assert max(read.values()) - min(read.values()) <= 1
    assert len(read) == 12
    assert "'by'" not in str(activity.to_content())


def test_where_all_agree_they_read_each_other():
    people = {str(n): ("a", f"Texto {n}") for n in range(4)}
    _, hands = dealt(people)
    assert all(f"c{who}" not in hands[f"k{who}"] and len(hands[f"k{who}"]) == 3 for who in people)


def test_who_took_no_stance_reads_any_but_their_own():
    people = {"1": ("", "Uno"), "2": ("a", "Dos"), "3": ("b", "Tres"), "4": ("", "")}
    activity, hands = dealt(people)
    assert set(hands["k1"]) == {"c2", "c3"}
    assert set(hands["k4"]) == {"c1", "c2", "c3"}
    assert {each.stance for each in activity.arguments} == {"", "a", "b"}


def test_a_hidden_text_is_read_by_nobody_and_counts_nothing():
    activity, _ = dealt({"1": ("a", "Uno"), "2": ("b", "Dos")})
    hidden = activity.moderating("c1", "hidden")
    assert hidden.handed(["c1", "c2"]) == [{"card": "c2", "text": "Dos"}]
    assert hidden.tally([GivenAnswer(["c1", "c2"])])["marks"] == {"c2": 1}
    assert "Uno" not in str(hidden.tally([GivenAnswer(["c1"])]))
    assert hidden.moderating("c1", "shown") == activity
    assert not hidden.moderating("c2", "hidden").ready


def test_only_what_was_handed_can_be_marked():
    activity, _ = dealt({"1": ("a", "Uno"), "2": ("b", "Dos")})
    activity.check(["c1"], ("c1",))
    with pytest.raises(InvalidAnswer) as refused:
        activity.check(["c2"], ("c1",))
    assert refused.value.code == "card_not_yours"


def test_the_most_marked_of_each_stance():
    people = {str(n): ("a" if n < 3 else "b", f"Texto {n}") for n in range(5)}
    activity, _ = dealt(people)
    tally = activity.tally(
        [GivenAnswer(["c0", "c3"]), GivenAnswer(["c0", "c1"]), GivenAnswer(["c2"]), GivenAnswer([])]
    )
    assert [side["id"] for side in tally["sides"]] == ["a", "b"]
    assert [(each["card"], each["marks"]) for each in tally["sides"][0]["best"]] == [
        ("c0", 2),
        ("c1", 1),
    ]
    assert [each["card"] for each in tally["sides"][1]["best"]] == ["c3"]
    assert (tally["n"], tally["none"]) == (4, 1)
    assert activity.rows(tally)[0].note == "Sí"


def test_an_anonymous_source_is_refused_by_the_loader():
    text = Text.from_content({"ref": "t", "title": "T", "prompt": "¿?", "mode": "A"})
    exchange = Arguments.from_content(EXCHANGE)
    tables = [TableReader({}) for _ in range(3)]
    check_activities(tuple(zip(tables, (VOTE, text, exchange), strict=True)), 10)
    assert [wrong.path for wrong in tables[2].problems] == [("source",)]
    assert "anónima" in tables[2].problems[0].what


@pytest.fixture
def exchange(site, app):
    """Four people voted and wrote; the exchange is open, and each holds two or three texts."""
    room = Room(site, "mas-tipos", ("Mateo", "Lucía", "Ana", "Luis"), hold_texts=False)
    room.asks("R1")
    for phone, stance in zip(room.phones, "aabc", strict=True):
        assert phone.answer(stance)["ok"]
    room.does("cerrar", "siguiente")
    room.asks("R2")
    for number, phone in enumerate(room.phones):
        assert phone.answer(f"Argumento {number}")["ok"]
    room.does("cerrar", "siguiente")
    room.asks("R3")
    yield room
    room.leave()


def handed(phone):
    """What the phone was told last of what it holds."""
    told = phone.hears("handed") if not phone.latest("handed") else phone.latest("handed")
    return [each["text"] for cards in told.values() for each in cards]


def test_f_000_04_each_phone_is_handed_others_texts_and_only_its_own_hand(exchange, app):
    texts = [handed(phone) for phone in exchange.phones]
    assert sorted(texts[0]) == sorted(texts[1]) == ["Argumento 2", "Argumento 3"]
    assert sorted(texts[2]) == ["Argumento 0", "Argumento 1", "Argumento 3"]
    assert "Argumento " not in exchange.mateo.latest("snapshot")["html"]
    assert "Argumento " not in exchange.wall.latest("snapshot")["html"]


def test_a_late_comer_is_dealt_to_on_entering(exchange, site):
    late = Phone(site, "Tarde").enter(exchange.run)
    personal = late.latest("snapshot")["personal"]
    (cards,) = personal["handed"].values()
    assert len(cards) == 3
    late.leave()
    late.connect()
    assert late.latest("snapshot")["personal"]["handed"] == personal["handed"]


def test_a_mark_on_anothers_hand_is_refused(exchange):
    (mine,) = exchange.mateo.latest("handed").values()
    (anas,) = exchange.phones[2].latest("handed").values()
    assert exchange.mateo.answer([mine[0]["card"]])["ok"]
    foreign = next(each["card"] for each in anas if each["card"] not in str(mine))
    assert exchange.mateo.answer([foreign])["code"] == "card_not_yours"


def test_f_000_04_a_hidden_text_leaves_every_screen_within_a_second(exchange):
    (mine,) = exchange.mateo.latest("handed").values()
    gone = mine[0]
    assert exchange.mateo.answer([each["card"] for each in mine])["ok"]
    assert gone["text"] in exchange.console.latest("snapshot")["html"]  # she can reach it here
    before = time.monotonic()
    reply = exchange.ines.post(f"/sesiones/{exchange.run.id}/textos/{gone['card']}/ocultar")
    assert reply.status == 204
    assert gone["text"] not in str(exchange.mateo.latest("handed"))
    assert time.monotonic() - before < 5  # five times the promise
    exchange.does("cerrar", "mostrar")
    assert gone["text"] not in str(exchange.wall.sees("revealed"))
    assert mine[1]["text"] in str(exchange.wall.sees("revealed"))
    other = f"/sesiones/{exchange.run.id}/textos/{mine[1]['card']}/ocultar"
    assert exchange.ines.post(other).status == 204
    assert mine[1]["text"] not in str(exchange.wall.latest("snapshot"))
    assert mine[1]["text"] not in str(exchange.mateo.latest("snapshot"))


def test_hand_outs_end_with_the_ballots(exchange, app):
    with app.app_context():
        assert len(db.session.scalars(select(Handout)).all()) == 4
        db.session.rollback()
    exchange.does("cerrar")
    with app.app_context():
        assert db.session.scalars(select(Handout)).all() == []


def test_it_does_not_open_without_a_text_to_read(site):
    room = Room(site, "mas-tipos", hold_texts=True)
    room.asks("R1")
    room.does("cerrar", "siguiente")
    room.asks("R2")
    room.mateo.answer("Espera")
    room.does("cerrar", "siguiente")
    assert room.do("abrir").code == "source_empty"
    room.leave()
