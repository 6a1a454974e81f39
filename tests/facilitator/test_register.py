"""The register's page: found by kind, state, module and age, page by page; ideas by hand."""

import re
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, update

from facilitator import register
from tests.support.cast import Trainer
from tests.support.hostile_texts import INJECTIONS, UNUSUAL_CHARACTERS
from tests.support.register_forms import FORM, edit, read, store
from web.clock import now
from workshop.persistence.db import db
from workshop.register.entry import RegisterEntry
from workshop.register.search import PER_PAGE

AGES_AGO = timedelta(days=31)


@pytest.fixture
def ines(site):
    trainer = Trainer(site)
    yield trainer
    trainer.leave()


@pytest.fixture
def stored(app):
    """Stores an entry of the register; returns its id."""
    return partial(store, app)


def listed(ines, query=""):
    """The texts of a page of the list."""
    return re.findall(
        r'<h2><a href="/registro/\d+">(.*?)</a>', ines.browser.get(f"/registro{query}").text
    )


def test_an_empty_register_says_how_it_fills(ines):
    page = ines.browser.get("/registro").text
    assert "Todavía no hay nada" in page
    assert "<h2><a" not in page
    assert 'href="/registro"' in ines.browser.get("/inicio").text


def test_the_newest_stands_first_and_filters_find(ines, stored):
    stored(text="Vieja", module_code="M1")
    stored(text="Idea", kind="idea", state="decided")
    stored(text="Nueva", state="grouped", module_code="M5")
    assert listed(ines) == ["Nueva", "Idea", "Vieja"]
    assert listed(ines, "?tipo=idea") == ["Idea"]
    assert listed(ines, "?estado=grouped") == ["Nueva"]
    assert listed(ines, "?modulo=M1") == ["Vieja"]
    assert listed(ines, "?tipo=idea&estado=grouped") == []
    assert "Nada en el registro con esos filtros" in ines.browser.get("/registro?modulo=M9").text


@pytest.mark.parametrize("query", ["?tipo=x", "?estado=%00", "?pagina=x", "?pagina=-3", "?edad=9"])
def test_what_is_no_filter_asks_for_everything(ines, stored, query):
    stored(text="Una")
    assert listed(ines, query) == ["Una"]


def test_f_003_10_ideas_without_an_answer_for_more_than_thirty_days_are_a_list(ines, stored):
    long_ago = now() - AGES_AGO
    stored(text="Olvidada", kind="idea", created_at=long_ago)
    stored(text="Decidida y sin contestar", kind="idea", state="decided", created_at=long_ago)
    stored(text="Contestada", kind="idea", state="answered", created_at=long_ago)
    stored(text="De hoy", kind="idea")
    stored(text="Norma vieja", created_at=long_ago)
    assert listed(ines, "?tipo=idea&edad=30") == ["Decidida y sin contestar", "Olvidada"]
    page = ines.browser.get("/registro").text
    assert "2 ideas sin respuesta desde hace más de 30 días" in page
    assert "hace 31 días" in page


def test_f_003_10_an_idea_has_a_state_and_a_date_and_is_answered_after_it_was_decided(
    ines, stored, app
):
    idea = stored(text="Pagar con el teléfono", kind="idea")
    assert edit(app, ines, idea, state="answered").status == 409
    assert edit(app, ines, idea, state="decided", area="Operaciones").status == 200
    assert edit(app, ines, idea, state="answered").status == 200
    assert (read(app, idea).state, read(app, idea).area) == ("answered", "Operaciones")
    page = ines.browser.get(f"/registro/{idea}").text
    for said in ("propuesta → decidida", "decidida → contestada", "— → Operaciones"):
        assert said in page


def test_five_hundred_entries_are_read_page_by_page(ines, app):
    with app.app_context():
        for number in range(500):
            db.session.add(
                RegisterEntry(
                    kind="rule", text=f"Norma {number}", created_at=now(), changed_at=now()
                )
            )
        db.session.commit()
    assert listed(ines) == [f"Norma {n}" for n in range(499, 499 - PER_PAGE, -1)]
    assert listed(ines, "?tipo=rule&pagina=10")[-1] == "Norma 0"
    middle = ines.browser.get("/registro?tipo=rule&pagina=2").text
    assert "/registro?tipo=rule&amp;pagina=3" in middle
    assert "/registro?tipo=rule&amp;pagina=1" in middle
    assert "Ver más antiguas" not in ines.browser.get("/registro?pagina=10").text
    assert "500 líneas" in middle


@pytest.mark.parametrize("text", INJECTIONS)
def test_text_is_text(ines, stored, app, text):
    entry = stored(text=text, stage=text, effect=text, session_title=text)
    form = {"text": text, "area": text[:80], "csrf_token": ines.csrf}
    pages = [ines.browser.post("/registro", data=form, headers=FORM).text]
    pages.append(edit(app, ines, entry, area=text, due_on="x").text)
    pages += [ines.browser.get(path).text for path in ("/registro", f"/registro/{entry}")]
    for page in pages:
        assert "<script>window" not in page
        assert "<img src=x" not in page
        assert "<svg/onload" not in page
        assert "<style>body" not in page
        assert "</textarea></script>" not in page


@pytest.mark.parametrize(("text", "left"), UNUSUAL_CHARACTERS)
def test_odd_characters_are_cleaned(ines, app, text, left):
    assert ines.post("/registro", text=text).status == 200
    with app.app_context():
        assert db.session.scalar(select(RegisterEntry.text)) == left


def test_an_idea_is_added_by_hand(ines, app):
    form = {"text": " Pagar\r\ncon el teléfono ", "area": "Caja", "csrf_token": ines.csrf}
    reply = ines.browser.post("/registro", data=form, headers=FORM)
    assert reply.status == 200
    assert "Anotada en la consola" in reply.text
    with app.app_context():
        idea = db.session.scalar(select(RegisterEntry))
    assert (idea.kind, idea.state, idea.area) == ("idea", "proposed", "Caja")
    assert idea.text == "Pagar\ncon el teléfono"
    assert (idea.run_id, idea.card) == (None, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Falta escribir la idea"),
        (" \u200b ", "Falta escribir la idea"),
        ("x" * 281, "caben 280"),
        ("x" * 20_000, "caben 280"),
        ("Escribir a ana@empresa.com", "Parece que dice un nombre"),
    ],
)
def test_an_idea_that_is_none_is_refused_and_kept_in_the_form(ines, app, text, says):
    form = {"text": text, "area": "Caja", "csrf_token": ines.csrf}
    reply = ines.browser.post("/registro", data=form, headers=FORM)
    assert reply.status == 400
    assert says in reply.text
    assert 'value="Caja"' in reply.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(RegisterEntry)) == 0


@pytest.mark.parametrize("entry_id", [999, 2**31, 2**70])
def test_what_is_not_there_is_not_found(ines, entry_id):
    assert ines.browser.get(f"/registro/{entry_id}").status == 404
    assert ines.post(f"/registro/{entry_id}", version=1, state="grouped").status in (404, 405)


def test_entries_of_another_company_are_not_there(ines, stored, app):
    entry = stored(text="Ajena")
    with app.app_context():
        db.session.execute(db.text("INSERT INTO organisations VALUES (2, '', '{}', 5, NULL, '')"))
        db.session.execute(update(RegisterEntry).values(organisation_id=2))
        db.session.commit()
    assert listed(ines) == []
    assert ines.browser.get(f"/registro/{entry}").status == 404
    assert ines.post(f"/registro/{entry}", version=1, state="grouped").code == "entry_unknown"


def test_every_kind_state_and_field_has_words(app):
    with app.test_request_context():
        for kind in register.moves.KINDS:
            assert register.WORDS["kind_name"](kind)
        for state in register.moves.STATES:
            assert register.WORDS["state_name"](state)
        for name in register.FIELDS:
            assert register.WORDS["field_name"](name)
