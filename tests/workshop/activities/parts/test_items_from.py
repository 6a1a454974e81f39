"""What a step leaves is what a later one asks about: offered, taken, frozen, withdrawn."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.small_activities import COMMON, EXAMPLES
from workshop.activities import KINDS, GivenAnswer, InvalidContent, Source, load
from workshop.activities.parts.items_from import (
    MAX_ITEM_CHARS,
    WITHDRAWN,
    ItemsFrom,
    OfferedItem,
    OffersItems,
    TakesItems,
    best_of,
    fitted,
    offered_by,
)

TAKERS = ("choice", "ranking", "points", "quadrant", "grid")


def asked(kind, **changes):
    return KINDS[kind].from_content(COMMON | EXAMPLES[kind] | changes)


def taking(kind, own=False, **wanted):
    """A question of ``kind`` that takes its items from «s»; with its own list too, or without."""
    content = COMMON | EXAMPLES[kind] | {"items_from": {"step": "s"} | wanted}
    if not own:
        content.pop(KINDS[kind].items_key)
        content.pop("guide", None)
    return KINDS[kind].from_content(content)


def votes(*texts):
    """A closed choice on «Rojo», «Verde», «Azul» … with these picks."""
    names = ("Rojo", "Verde", "Azul", "Negro", "Blanco")
    options = [{"id": key, "text": text} for key, text in zip("abcde", names, strict=True)]
    choice = asked("choice", options=options, guide={})
    keys = dict(zip(names, "abcde", strict=True))
    return Source(choice, 7, tuple(GivenAnswer(keys[text]) for text in texts))


def texts_of(source, **wanted):
    return [item.text for item in offered_by(source, ItemsFrom("s", **wanted))]


@pytest.mark.parametrize("kind", TAKERS)
def test_a_question_asks_about_what_won_before_it(kind):
    source = votes("Verde", "Verde", "Rojo", "Rojo", "Rojo", "Azul")
    question = taking(kind, top=2)
    assert not question.ready
    asked_so = question.prepared({"s": source})
    assert asked_so.ready
    assert [item.text for item in asked_so.own_items] == ["Rojo", "Verde"]
    assert load(json.loads(json.dumps(asked_so.to_content()))) == asked_so
    assert asked_so.sources == ("s",)
    assert asked_so.needed == ()
    asked_so.rows(asked_so.tally([]))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if issubclass(KINDS[kind], TakesItems)])
def test_without_items_from_the_frozen_keys_are_those_of_before(kind):
    content = asked(kind).to_content()
    assert content.keys().isdisjoint({"items_from", "taken"})
    assert load(content).prepared({}) == load(content)


@pytest.mark.parametrize("kind", TAKERS)
def test_its_own_list_stands_in_where_the_step_left_too_little(kind):
    question = taking(kind, own=True)
    assert question.ready
    assert question.prepared({}) == question
    assert question.prepared({"s": votes()}) == question


def test_a_tie_with_the_last_of_the_top_is_kept_and_told():
    source = votes("Rojo", "Rojo", "Verde", "Azul", "Rojo")
    items = offered_by(source, ItemsFrom("s", top=2))
    assert [(item.text, item.votes, item.tied) for item in items] == [
        ("Rojo", 3, False),
        ("Verde", 1, True),
        ("Azul", 1, True),
    ]


@given(st.lists(st.integers(1, 5), max_size=20), st.integers(1, 8))
def test_nothing_is_dropped_that_ties_with_what_is_kept(scores, top):
    kept = best_of([(score, OfferedItem(str(at))) for at, score in enumerate(scores)], top)
    left = {scores[int(item.text)] for item in kept}
    out = [score for at, score in enumerate(scores) if str(at) not in {i.text for i in kept}]
    assert len(kept) >= min(top, len(scores))
    assert not left or all(score < min(left) for score in out)


def test_figures_of_fewer_than_k_people_are_not_told():
    few, many = votes("Rojo"), votes(*["Rojo"] * 5)
    assert [item.said for item in offered_by(few, ItemsFrom("s"))] == [""]
    assert [item.said for item in offered_by(many, ItemsFrom("s"))] == ["5 votos"]


def test_more_than_a_kind_can_ask_are_the_first_by_votes():
    text = asked("text", mode="S", show="close")
    cards = [(n, f"c{n}-{m}") for n in range(200) for m in (1, 2)]
    piles = [GivenAnswer("x", card, pile=f"Norma {n} bis") for n, card in cards]
    piles.append(GivenAnswer("x", "z", pile="Norma 150 bis"))
    question = taking("quadrant", what="piles").prepared({"s": Source(text, 1, tuple(piles))})
    assert len(question.items) == 8
    assert question.items[0].text == "Norma 150 bis"


def test_a_pile_without_a_name_speaks_with_one_of_its_texts_and_can_be_withdrawn():
    text = asked("text", mode="S", show="close")
    givens = (
        GivenAnswer("Papeles", "c1", pile="Montón 1"),
        GivenAnswer("Firmas", "c2", "hidden", pile="Montón 2"),
        GivenAnswer("Horario", "c3", pile="Horarios que nadie pidió"),
    )
    question = taking("choice", what="piles").prepared({"s": Source(text, 1, givens)})
    assert {option.text for option in question.options} == {"Papeles", "Horarios que nadie pidió"}
    hidden = question.moderating("c1", "hidden")
    assert {option.text for option in hidden.options} == {WITHDRAWN, "Horarios que nadie pidió"}
    key = next(option.id for option in question.options if option.text == "Papeles")
    assert hidden.tally([GivenAnswer(key)])["counts"][key] == 1
    assert hidden.edition != question.edition
    assert hidden.moderating("c1", "shown") == question
    assert texts_of(Source(hidden, 2, (GivenAnswer(key),) * 5)) == []


def test_each_table_has_its_line_before_any_table_has_its_second():
    text = asked("text", answered_by="table", mode="S", show="close")
    givens = (
        GivenAnswer("1. Suena y nadie contesta\n2) Llega tarde", "m1"),
        GivenAnswer("- La puerta cerrada", "m2"),
        GivenAnswer("1. La cola 2. La cuenta 3. El recibo de 2024", "m3"),
        GivenAnswer("Una grosería", "m4", "hidden"),
    )
    assert texts_of(Source(text, 1, givens), what="tables") == [
        "Suena y nadie contesta",
        "La puerta cerrada",
        "La cola",
        "Llega tarde",
        "La cuenta",
        "El recibo de 2024",
    ]


def test_an_item_that_is_too_long_or_empty_or_there_twice():
    text = asked("text", answered_by="table", mode="S", show="close", maximum=280)
    givens = (
        GivenAnswer("x" * 200, "c1"),
        GivenAnswer("1. 2. ", "c2"),
        GivenAnswer("Cola", "c3"),
        GivenAnswer("cola", "c4"),
    )
    found = texts_of(Source(text, 1, givens), what="tables")
    assert found == ["x" * (MAX_ITEM_CHARS - 1) + "…", "Cola"]


@pytest.mark.parametrize("kind", TAKERS)
@given(st.lists(st.text(max_size=400), min_size=2, max_size=7))
def test_whatever_people_wrote_is_frozen_and_read_again(kind, texts):
    items = [(text, "c") for each in texts if (text := fitted(each))]
    question = taking(kind).with_items(items, 1)
    if question.ready and len(items) > 1:
        frozen = json.loads(json.dumps(question.to_content()))
        assert load(frozen) == question
        assert load(frozen).moderating("c", "hidden").moderating("c", "shown") == question


def test_a_corner_of_a_map_is_offered_by_its_name():
    source = asked("quadrant")
    givens = (GivenAnswer({"a": [1, 9], "b": [9, 9]}),) * 5
    assert texts_of(Source(source, 1, givens), what="corner") == ["Uno"]
    assert texts_of(Source(source, 1, givens), what="corner", corner="Planear") == ["Dos"]
    assert texts_of(Source(source, 1, givens[:4]), what="corner") == []  # fewer than k


def test_a_ranking_and_a_hundred_points_offer_what_came_first():
    ranked = Source(asked("ranking"), 1, (GivenAnswer(["b", "a", "e"]),) * 5)
    assert texts_of(ranked, top=2) == ["Causa b", "Causa a"]
    shared = Source(asked("points"), 1, (GivenAnswer([20, 80]),) * 5)
    assert texts_of(shared, top=1) == ["Precio"]


def test_the_words_of_a_cloud_are_offered_and_withdrawn_with_the_word():
    cloud = asked("cloud", merge={}, hide=[])
    source = Source(cloud, 1, (GivenAnswer(["Escuchar"]), GivenAnswer(["escuchar", "Reír"])))
    question = taking("choice", what="words").prepared({"s": source})
    assert [option.text for option in question.options] == ["escuchar", "Reír"]
    assert question.moderating("=reir", "hidden").options[1].text == WITHDRAWN


def test_who_may_pick_more_than_there_are_may_pick_all():
    several = KINDS["choice"].from_content(taking("choice").to_content() | {"maximum": 5})
    assert several.prepared({"s": votes("Rojo", "Azul")}).maximum == 2


@pytest.mark.parametrize("key", ["segment", "index"])
def test_what_names_options_beforehand_is_refused(key):
    with pytest.raises(InvalidContent) as refused:
        KINDS["choice"].from_content(
            {"ref": "a", "title": "A", "prompt": "¿?", key: "Área", "items_from": {"step": "s"}}
        )
    assert refused.value.key == key


def test_with_neither_a_step_nor_a_list_the_question_is_refused():
    for kind in TAKERS:
        content = COMMON | EXAMPLES[kind]
        content.pop(KINDS[kind].items_key)
        with pytest.raises(InvalidContent):
            KINDS[kind].from_content(content)


def test_an_order_that_is_right_or_wrong_offers_nothing():
    offering = [kind for kind in KINDS if issubclass(KINDS[kind], OffersItems)]
    assert [kind for kind in offering if not asked(kind).offers] == ["sequence"]
