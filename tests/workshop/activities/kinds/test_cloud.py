"""Words: F-004-08, what means the same counts together and nothing disappears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.cast import Room
from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.cloud import Cloud
from workshop.activities.parts.word_folding import WrittenWords, commonest, fold


def cloud(**changes):
    return Cloud.from_content({"ref": "k4", "title": "T", "prompt": "¿?"} | changes)


def counted(activity, *answers):
    tally = activity.tally(GivenAnswer(activity.parse(words)) for words in answers)
    return {word["text"]: word["count"] for word in tally["words"]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cliente", "cliente"),
        ("recepción", "RECEPCION"),
        ("la jefa", "jefa"),
        ("«turno  de noche».", "turno de noche"),
        ("Mi compañera", "compañera"),
    ],
)
def test_F_004_08_case_accents_and_articles_fold(one, other):
    assert fold(one) == fold(other)


def test_enye_is_a_letter_of_its_own():
    assert fold("año") != fold("ano")
    assert fold("an\u0303o") == fold("año")


@pytest.mark.parametrize(
    ("plural", "singular"),
    [
        ("clientes", "cliente"),
        ("proveedores", "proveedor"),
        ("veces", "vez"),
        ("turnos de noche", "turno de noche"),
    ],
)
def test_F_004_08_a_plural_joins_its_singular_only_if_somebody_wrote_it(plural, singular):
    assert WrittenWords({singular, plural}).singular(plural) == singular
    assert WrittenWords({plural}).singular(plural) == plural


def test_a_plural_costs_no_more_than_it_is_long():
    """Twenty-nine plurals in one answer had 4²⁹ ways of being singular: the server never came back.

    The singular it belongs to is found all the same.
    """
    many, one = " ".join(["meses"] * 29), " ".join(["mes"] * 29)
    assert WrittenWords({many}).singular(many) == many
    assert WrittenWords({many, one, "mes"}).singular(many) == one
    assert (
        WrittenWords({"turno de noches", "noche"}).singular("turnos de noches") == "turno de noches"
    )


def test_the_commonest_way_of_writing_is_shown():
    assert commonest({"recepcion": 2, "recepción": 2, "RECEPCIÓN": 2}) == "recepción"
    assert counted(cloud(), ["Caja"], ["caja"], ["caja"], ["cajas"]) == {"caja": 4}


def test_each_person_counts_once_for_a_word():
    assert counted(cloud(), ["cliente", "clientes", "Cliente"]) == {"cliente": 1}


def test_joined_and_hidden_words_are_counted_for():
    activity = cloud().joining("jefe", "la jefa").hushing("Pepe", True)
    tally = activity.tally([GivenAnswer(["jefe"]), GivenAnswer(["jefa", "Pepe"])])
    assert [(word["text"], word["count"]) for word in tally["words"]] == [("jefa", 2)]
    assert (tally["hushed"], tally["total"]) == (1, 2)
    assert activity.joining("jefe", "").merge == {}
    assert activity.hushing("pepe", False).hide == ()
    assert Cloud.from_content(activity.to_content()) == activity


def test_joins_never_run_in_a_circle():
    activity = cloud().joining("a1", "b1").joining("b1", "c1").joining("c1", "a1")
    assert sum(counted(activity, ["a1"], ["b1"], ["c1"]).values()) == 3


words = st.lists(st.text(st.characters(categories=["L", "M"]), min_size=1, max_size=8), max_size=4)


@given(st.lists(words, max_size=8))
def test_no_word_is_dropped_in_silence(answers):
    activity = cloud()
    parsed = []
    for answer in answers:
        try:
            parsed.append(activity.parse(answer))
        except InvalidAnswer:
            continue
    tally = activity.tally(map(GivenAnswer, parsed))
    written = activity.written(fold(word) for words in parsed for word in words)
    people = sum(len({activity.key_of(word, written) for word in words}) for words in parsed)
    assert tally["total"] == people
    assert tally["hushed"] == 0


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ([], "text_empty"),
        (["  "], "text_empty"),
        (["!!!"], "text_empty"),
        (["a"] * 5, "too_many_options"),
        (["x" * 31], "text_too_long"),
        ("cliente", "answer_malformed"),
        ([["cliente"]], "answer_malformed"),
    ],
)
def test_what_is_no_word_is_refused(raw, code):
    with pytest.raises(InvalidAnswer) as error:
        cloud().parse(raw)
    assert error.value.code == code


def test_F_004_08_who_is_in_the_room_is_not_named_on_the_wall(site):
    room = Room(site, "nubes-y-mapas", ["Ana López", "Mateo"])
    round_id = room.asks("K4")
    assert room.mateo.answer(["Mateo", "ana", "jefa"])["ok"]
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")
    assert [each["key"] for each in shown["tally"]["words"]] == ["jefa"]
    assert "Mateo" not in shown["html"]
    assert room.do(f"vueltas/{round_id}/palabras/mostrar", word="ana").status == 204
    words = room.wall.latest("snapshot")["tally"]["words"]
    assert [each["key"] for each in words] == ["ana", "jefa"]  # a word that only looks like a name
    room.leave()


def test_aliases_do_not_empty_the_cloud():
    """Alias «Cliente fiel», five answered «cliente»: «Todavía no hay palabras… 0 en total»."""
    activity = cloud().among(["Cliente fiel", "Cliente", "Caracol", "Ana López", ""])
    said = [GivenAnswer(["cliente"]) for _ in range(5)] + [GivenAnswer(["Ana", "caracol"])] * 2
    tally = activity.tally(said)
    assert [(word["text"], word["count"]) for word in tally["words"]] == [("cliente", 5)]
    assert (tally["waiting"], tally["hushed"], tally["total"]) == (2, 0, 5)
    assert activity.hide == ()  # nothing is listed that nobody wrote
    assert counted(activity, *[["caracol"]] * 3) == {"caracol": 3}  # what many say is a word
    assert counted(activity, *[["ana"]] * 9) == {}
    assert counted(activity.hushing("Ana", False), ["ana"]) == {"ana": 1}
    assert Cloud.from_content(activity.to_content()) == activity


def test_the_console_says_how_many_words_wait(site):
    room = Room(site, "nubes-y-mapas", ["Ana López", "Mateo"])
    room.asks("K4")
    assert room.mateo.answer(["Mateo", "ana", "jefa"])["ok"]
    room.does("cerrar", "mostrar")
    assert "2 palabras esperan" in room.console.latest("snapshot")["html"]
    assert "«lópez»" not in room.console.latest("snapshot")["html"].lower()
    assert "esperan" not in room.wall.latest("snapshot")["html"]
    room.leave()


def test_F_004_08_the_list_says_all_that_the_cloud_says(site):
    room = Room(site, "nubes-y-mapas")
    room.asks("K4")
    assert room.mateo.answer(["jefa", "caja"])["ok"]
    assert room.lucia.answer(["Caja"])["ok"]
    room.does("cerrar", "mostrar")
    page = room.wall.sees("revealed")["html"]
    listed = page[page.index("cloud__list") :]
    assert listed.index("aja") < listed.index("jefa")
    room.leave()


def test_F_004_08_the_trainer_joins_and_hides_words_while_they_arrive(site):
    room = Room(site, "nubes-y-mapas")
    round_id = room.asks("K4")
    room.mateo.answer(["jefe", "Pepe"])
    room.lucia.answer(["Jefa"])
    where = f"vueltas/{round_id}/palabras"
    assert room.do(f"{where}/unir", word="jefe", into="jefa").status == 204
    assert room.do(f"{where}/ocultar", word="pepe").status == 204
    assert room.do(f"{where}/unir", word=" ", into="jefa").status == 404
    site.tick_tally()
    words = room.wall.latest("tally_changed")["tally"]["words"]
    assert words == [{"key": "jefa", "text": "Jefa", "count": 2}]
    room.does("cerrar", "mostrar")
    assert room.wall.sees("revealed")["tally"]["words"] == words
    assert room.do(f"{where}/mostrar", word="pepe").status == 204
    assert [each["key"] for each in room.wall.sees("revealed")["tally"]["words"]] == [
        "jefa",
        "pepe",
    ]
    assert room.do("vueltas/999/palabras/ocultar", word="pepe").status == 404
    room.leave()
