"""Where people belong, asked once; later results by it, and nothing of a group under k.

One session with thirteen people and k = 3 is held once, and told from every side.
"""

import json
import shutil

import pytest

from tests.support.app_in_process import InProcessApp
from tests.support.cast import Room
from tests.support.command_contract import an_old_page_may_not, nobody_else_may, refused
from tests.support.held_session import Session, words
from tests.support.result_files import rows_in
from workshop.models.run import Run
from workshop.persistence.db import db

MODULE = "por-areas"
AREAS = "vvvvaaaalllff"  # Finanzas is too small for k = 3, and Logística hides it
ROLES = "gggmmmmpppppp"  # nobody of «Soporte interno»
POINTS = {
    "v": [40, 20, 20, 20],
    "a": [15, 45, 20, 20],
    "l": [20, 15, 40, 25],
    "f": [25, 20, 15, 40],
}
STANCES = "aaaaabbbbccdd"
SURE = [5, 5, 4, 2, 1, 4, 3, 3, 2, 5, 5, 1, 1]
STANDS = dict(zip("abcd", ([1, 2], [2, 4], [3, 1], [5, 5]), strict=True))
WHERE = "aaabaccdaabbc"  # by area: Ventas lacks both, Atención people skills first
DECIDES = {"g": "abcdefgh", "m": "abcd", "p": "ab"}


@pytest.fixture(scope="module")
def session(tmp_path_factory, fresh_data, make_app_on):
    """One session with everything that is told by segment."""
    data = tmp_path_factory.mktemp("segments") / "data"
    shutil.copytree(fresh_data, data)
    app = make_app_on(data)
    room = Room(InProcessApp(app), MODULE, [f"P{number}" for number in range(len(AREAS))])
    with app.app_context():
        db.session.get(Run, room.run.id).k = 3
        db.session.commit()
    held = Session(room)
    held.gives("S1", AREAS)
    held.gives("S2", (POINTS[area] for area in AREAS))
    held.by_segment("S2")
    held.gives("S3", ROLES)
    held.gives("S4", "bbbcddeaaaede")
    held.by_segment("S4")
    held.gives("S5", ([5 if role == "g" else 2] * 11 + [0] for role in ROLES))
    held.by_segment("S5")
    held.gives("S6", (list(DECIDES[role]) for role in ROLES))
    held.by_segment("S6")
    sure = zip(STANCES, SURE, strict=True)
    held.gives("S7", ({"option": stance, "certainty": how} for stance, how in sure))
    room.asks("S8")
    for phone, value in zip(room.phones, "aaabbbbaaabbb", strict=True):
        assert phone.answer(value)["ok"]
    room.does("cerrar", "siguiente", "abrir")
    for phone, value in zip(room.phones, "aabbbbbbbbbbb", strict=True):
        phone.sees("open")
        assert phone.answer(value)["ok"]
    room.does("cerrar", "mostrar", "desglosar")
    held.keep("S9 by")
    held.gives("S10", ({"yo": STANDS[where]} for where in WHERE))
    held.by_segment("S10")
    held.record = room.ines.browser.get(f"/sesiones/{room.run.id}/sala").text
    held.rows = rows_in(room.ines.browser.get(f"/sesiones/{room.run.id}/sala.csv?sep=%3B").text)
    held.told = room.ines.browser.get(f"/sesiones/{room.run.id}/resultado").text
    held.file = rows_in(room.ines.browser.get(f"/sesiones/{room.run.id}/resultado.csv").text)
    yield held
    room.leave()
    with app.app_context():
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()


def test_the_areas_themselves_are_shown_from_k_people_on(session):
    told = {"n": 13, "counts": {"v": 4, "a": 4}, "protected": ["l", "f"]}
    told |= {"percents": {"rows": [31, 31, 0, 0]}}  # of the protected two as of nobody
    for who in ("wall", "phone", "console"):
        assert session.pages["S1", who]["tally"] == told
    assert session.html("S1").count("data-protected") == 2


def test_nothing_changes_on_the_wall_without_the_trainers_key(session):
    for label in ("S2", "S4", "S5", "S6"):
        assert "data-split" not in session.html(label)
        assert "data-split" in session.html(label, "console")
        assert "data-split" in session.html(f"{label} by")


def test_phones_never_hear_of_segments(session):
    heard = json.dumps([phone.socket.facts for phone in session.room.phones])
    assert "data-split" not in heard
    assert "split__" not in heard


def test_F_001_01_what_an_area_gives_itself_beside_what_the_others_give_it(session):
    for words_of in (session.text("S2 by"), session.text("S2", "console")):
        assert "+25,0" in words_of  # Ventas: 40 of its own, 15 of Atención
        assert "De media, cada grupo se da 25,0 puntos más" in words_of
        assert "grupo protegido Logística Finanzas" in words_of
    assert "40,0 15,0" in session.text("S2 by")  # the matrix says the same


def test_F_001_01_an_area_under_k_is_on_no_page_and_in_no_file(session):
    for told in (session.html("S2 by"), session.html("S2", "console"), session.record):
        assert 'class="bias__row" data-slot="3"' not in told
        assert 'class="bias__row" data-slot="4"' not in told
    segments = [row for row in session.rows if row["row_type"] == "segmento"]
    kept = {row["segment"]: row for row in segments if row["note"] == "grupo protegido"}
    assert {"Logística", "Finanzas"} <= kept.keys()
    for row in kept.values():
        assert not any(row[column] for column in ("count", "share", "n", "option_key"))


def test_a_files_rows_do_not_add_up_to_a_small_area(session):
    areas = [row for row in session.rows if row["activity"] == "S1"]
    assert [row["count"] for row in areas if row["row_type"] == "recuento"] == ["4", "4", "", ""]
    assert not [row for row in areas if row["row_type"] == "respuesta"]


def test_F_003_01_roles_on_one_radar_beside_table_and_heat_map(session):
    page, console = session.html("S5 by"), session.text("S5", "console")
    assert page.count('class="profile__shape"') == 3  # three roles; nobody is of the fourth
    assert "Gerencia o dirección n = 3" in words(page)
    assert "«No lo sé» 8 % 8 % 8 % 8 %" in words(page)
    assert "Gerencia 2,7 5,0 2,0 2,0" in words(page)
    assert "Ve que sus ideas se usan – – – –" in console  # nobody knew: no mean is made up


def test_F_002_07_management_and_team_with_cliffs_delta_for_trainer_and_hr(session):
    for told in (session.text("S5", "console"), words(session.record)):
        assert "δ de Cliff" in told
        assert "Visita o llama a clientes cada mes +1,3" in told  # 3 at 5 and 4 at 2, against 2
        assert "0,43 media" in told
        assert "Ve que sus ideas se usan no disponible" in told
    assert "Cliff" not in session.text("S5 by")  # never on the wall


def test_F_003_02_how_long_ago_by_role(session):
    page = session.text("S4 by")
    assert "por papel" in page
    assert "Hoy 23 % no se dice – 0 % 50 %" in page  # Gerencia is of one mind
    assert "Esta semana 23 % 95 % o más 0 % 0 %" in page
    assert " 100 %" not in page
    assert "En los últimos 30 días 54 % 95 % o más 25 % 50 %" in page
    assert "En los últimos 30 días 54 %" in session.text("S4")


def test_F_003_04_the_autonomy_index_and_the_widest_gap(session):
    page = session.text("S6 by")
    assert "Índice de autonomía 50 de 100 100 de 100 50 de 100 25 de 100" in page
    assert "Índice de autonomía 50 de 100" in session.text("S6")
    assert "Mayor distancia: Devolver un importe pequeño" in page
    assert "La marca el 95 % o más de quienes dirigen y el 0 % de primera línea." in page


def test_F_000_02_stance_and_conviction_cross_and_small_stances_are_protected(session):
    tally = session.pages["S7", "wall"]["tally"]
    assert tally["counts"] == {"a": 5, "b": 4, "c": 2, "d": 2, "e": 0}
    assert tally["sure"] == {"a": [1, 1, 0, 1, 2], "b": [0, 1, 2, 1, 0], "c": None, "d": None} | {
        "e": None
    }
    assert tally["high"] == 6
    page = session.text("S7")
    assert "convicción alta 60 %" in page
    assert "convicción alta 25 %" in page
    assert session.html("S7").count("data-kept") == 3


def test_F_000_02_no_row_of_a_file_says_how_sure_one_person_is(session):
    rows = [row for row in session.rows if row["activity"] == "S7"]
    assert not [row for row in rows if row["row_type"] == "respuesta"]
    assert {row["option_key"]: row["note"] for row in rows if row["option_key"]}["c"] == ""


def test_F_000_07_both_rounds_by_role(session):
    page = session.text("S9 by")
    assert "antes y después" in page
    assert "n = 3 → 3" in page
    assert "P0" not in page  # nobody is named


def test_F_004_06_who_stands_where_then_what_each_area_lacks_most(session):
    map_of = session.html("S10")
    assert map_of.count('class="map__spot"') == 13  # a dot each: one to five, by one to five
    assert "Más trato que oficio 3" in words(map_of)
    assert "Por aprender las dos 6" in words(map_of)
    for told in (session.html("S10 by"), session.html("S10", "console"), session.record):
        assert "Ventas n = 4 Saber del oficio 95 % o más Trato con personas 75 %" in words(told)
        assert "Atención n = 4 Trato con personas 75 % Saber del oficio 25 %" in words(told)
    assert "Sala n = 13 Saber del oficio 69 % Trato con personas igual 69 %" in session.text(
        "S10 by"
    )


def test_F_004_06_nothing_is_said_of_what_a_small_area_lacks(session):
    for told in (session.html("S10 by"), session.html("S10", "console"), session.record):
        assert "grupo protegido Logística Finanzas" in words(told)
        assert "Logística n = 3" not in words(told)
        assert "Finanzas n = 2" not in words(told)


def test_F_004_06_the_file_ranks_what_an_area_lacks(session):
    rows = [row for row in session.rows if row["activity"] == "S10"]
    counts = {row["option_key"]: row["count"] for row in rows if row["row_type"] == "recuento"}
    top, bottom = {"top_left": "3", "top_right": "1"}, {"bottom_left": "6", "bottom_right": "3"}
    assert counts == top | bottom
    told = [row for row in rows if row["row_type"] == "segmento" and row["segment"] == "Atención"]
    assert [(row["text"], row["count"], row["n"], row["note"]) for row in told] == [
        ("Saber del oficio", "1", "4", "2.ª necesidad"),
        ("Trato con personas", "3", "4", "1.ª necesidad"),
    ]
    kept = [row["segment"] for row in rows if row["note"] == "grupo protegido"]
    assert kept == ["Logística", "Finanzas"]


def test_the_file_says_of_an_area_of_one_mind_what_the_page_says(session):
    rows = [row for row in session.rows if row["activity"] == "S10"]
    of_one_mind = {
        (row["segment"], row["text"]): (row["count"], row["share"])
        for row in rows
        if row["note"] == "95 % o más"
    }
    assert of_one_mind == {("Ventas", "Saber del oficio"): ("", "")}


def test_the_record_shows_each_round_by_its_segment(session):
    said = words(session.record)
    assert said.count("Por papel") >= 4
    assert "Por área" in said
    assert "Grupo protegido" in said


def test_by_segment_is_the_trainers_verb(session):
    room = session.room
    nobody_else_may(room, "desglosar")
    an_old_page_may_not(room, "desglosar")
    room.does("desglosar")  # whole again
    assert "data-split" not in room.wall.latest("snapshot")["html"]
    room.does("anular")
    refused(room, "desglosar", "nothing_to_split")


def test_x11_others_read_coarse_figures_of_an_area(session):
    told = [row for row in session.file if row["row_type"] == "segmento" and row["n"]]
    assert {row["n"] for row in told} == {"de 3 a 9"}
    assert not [row for row in told if row["count"]]
    shares = {float(row["share"].replace(",", ".")) for row in told if row["share"]}
    assert shares
    assert {round(100 * share) % 5 for share in shares} == {0}


def test_x10_an_area_of_one_mind_is_told_as_nearly_all(session):
    nearly = [row for row in session.file if row["note"] == "casi todas las personas"]
    assert nearly
    assert not any(row["share"] or row["count"] for row in nearly)
    assert "casi todas las personas" in words(session.told)
    assert "1" not in {row["share"] for row in session.file if row["row_type"] == "segmento"}


def test_x11_no_picture_by_area_goes_to_others(session):
    for mark in ("data-split", 'class="bias__row"', "Cliff", "Ventas n = 4"):
        assert mark not in session.told
    assert "Ventas, de 3 a 9" in words(session.told)
