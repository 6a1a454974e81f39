"""Collect, group, vote blindly: piles and loose texts become cards."""

import pytest
from sqlalchemy import select

from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidContent, Source
from workshop.activities.kinds.brainstorm import Brainstorm
from workshop.activities.kinds.text import Text
from workshop.models.pile import Pile
from workshop.persistence.db import db

TEXT = Text.from_content({"ref": "t", "title": "T", "prompt": "¿?"})
VOTE = {"ref": "b", "title": "B", "prompt": "Vota", "source": "t"}


def vote(*givens, **changes):
    return Brainstorm.from_content(VOTE | changes).prepared({"t": Source(TEXT, 1, givens)})


def test_a_pile_is_one_card_and_a_loose_text_another():
    prepared = vote(
        GivenAnswer("Papeles", "c1", pile="Trámites"),
        GivenAnswer("Firmas", "c2", pile="Trámites"),
        GivenAnswer("Horario", "c3"),
        GivenAnswer("Malo", "c4", "hidden"),
        GivenAnswer("Luego", "c5", "held"),
        GivenAnswer("Colas", "c6", pile="Montón 1"),
    )
    assert [(idea.text, idea.size) for idea in prepared.shown] == [
        ("Colas", 1),
        ("Trámites", 2),
        ("Horario", 1),
    ]
    assert prepared.ready
    assert not vote(GivenAnswer("Solo", "c1")).ready


def test_a_hidden_text_leaves_and_an_unnamed_pile_keeps_its_place():
    prepared = vote(
        GivenAnswer("Uno", "c1", pile="Montón 1"),
        GivenAnswer("Dos", "c2", pile="Montón 1"),
        GivenAnswer("Tres", "c3"),
    )
    hidden = prepared.moderating("c1", "hidden").moderating("c3", "hidden")
    assert [idea.text for idea in hidden.shown] == ["Montón 1"]
    assert hidden.edition != prepared.edition
    assert hidden.tally([GivenAnswer(["c3", "p1"])])["counts"] == {"p1": 1}
    assert hidden.moderating("c1", "shown").moderating("c3", "shown") == prepared


def test_the_top_ones_come_first_and_only_with_votes():
    prepared = vote(*(GivenAnswer(f"T{n}", f"c{n}") for n in range(4)), top=2)
    tally = prepared.tally([GivenAnswer(["c1", "c3"]), GivenAnswer(["c3"]), GivenAnswer(["c0"])])
    assert [(best["id"], best["votes"]) for best in tally["best"]] == [
        ("c3", 2),
        ("c0", 1),
        ("c1", 1),  # as many as the second: dropped by its place in a list it would never be told
    ]
    assert tally["n"] == 3


def test_a_live_result_is_refused():
    with pytest.raises(InvalidContent) as refused:
        Brainstorm.from_content(VOTE | {"show": "live"})
    assert refused.value.key == "show"


def test_the_room_votes_on_its_own_piles_blindly(site, app):
    room = Room(site, "mas-tipos", ("Mateo", "Lucía", "Ana"), hold_texts=False)
    room.asks("R2")
    for phone, text in zip(room.phones, ("Papeles", "Firmas", "Horario"), strict=True):
        phone.answer(text)
    page = room.ines.browser.get(f"/sesiones/{room.run.id}/montones").text
    parts = page.split('data-card="')[1:]
    cards = {p.split('piled__words">')[1].split("<")[0]: p.split('"')[0] for p in parts}
    with app.app_context():
        pile = db.session.scalars(select(Pile.id).order_by(Pile.id)).all()[-3]
    room.ines.post(f"/sesiones/{room.run.id}/montones/{pile}/nombrar", name="Trámites")
    for text in ("Papeles", "Firmas"):
        room.ines.post(f"/sesiones/{room.run.id}/textos/{cards[text]}/agrupar", pile=pile)
    room.does("cerrar")
    room.asks("R7")
    html = room.mateo.latest("snapshot")["html"]
    assert "Trámites" in html
    assert "Papeles" not in html
    assert room.mateo.answer(["p1"])["ok"]
    assert room.lucia.answer(["p1", cards["Horario"]])["ok"]
    room.site.tick_tally()
    assert room.wall.latest("tally_changed")["tally"] is None
    room.does("cerrar", "mostrar")
    best = room.wall.sees("revealed")["tally"]["best"]
    assert [(each["text"], each["votes"]) for each in best] == [("Trámites", 2), ("Horario", 1)]
    room.leave()
