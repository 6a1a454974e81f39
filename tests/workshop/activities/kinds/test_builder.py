"""F-001-05: four validated pieces, saved at any per cent, approved only when whole."""

import pytest

from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.builder import Builder

WHOLE = {
    "belief": "nadie se va sin respuesta",
    "sign_1": "avisamos antes",
    "sign_2": "llamamos después",
    "action": "Contestar un mensaje",
    "number": "2,5",
    "unit": "horas",
    "limit": "en 9 de cada 10 casos",
    "steps": "leer\ncontestar\nanotar",
    "indicator": "tiempo hasta contestar",
    "target": "2 horas",
    "tolerance": "media hora",
    "frequency": "cada semana",
    "source": "el buzón",
    "owner": "Ana",
    "then": "corregir los pasos",
}


def builder(**changes):
    return Builder.from_content({"ref": "k9", "title": "T", "prompt": "¿?"} | changes)


@pytest.mark.parametrize(
    ("key", "text"),
    [(key, "") for key in WHOLE]
    + [("number", "dos"), ("steps", "leer\ncontestar"), ("steps", "\n".join("abcdefghij"))],
)
def test_F_001_05_what_lacks_is_saved_and_not_approved(key, text):
    activity = builder()
    half = activity.parse(WHOLE | {key: text})
    assert activity.lacking(half) == (key,)
    assert activity.complete(half) == 93
    with pytest.raises(InvalidAnswer) as error:
        activity.parse(WHOLE | {key: text, "approved": True})
    assert (error.value.code, error.value.detail) == ("builder_incomplete", {"n": 93})


def test_F_001_05_the_whole_is_approved():
    activity = builder()
    value = activity.parse(WHOLE | {"approved": True})
    assert activity.complete(value) == 100
    assert activity.parse(value) == value
    assert activity.say(value).endswith("Aprobado")


def test_the_tally_tells_how_far_and_never_what():
    activity = builder()
    tally = activity.tally(
        [GivenAnswer(WHOLE | {"approved": True}), GivenAnswer({"belief": "secreto"})]
    )
    assert tally["pieces"] == {"belief": 1, "level": 1, "steps": 1, "measure": 1}
    assert (tally["complete"], tally["approved"]) == ([6, 100], 1)
    assert "secreto" not in str(tally)


def test_an_activity_may_ask_some_of_the_pieces():
    activity = builder(pieces=["level", "steps"])
    assert activity.complete({"steps": WHOLE["steps"]}) == 20
    with pytest.raises(InvalidAnswer):
        activity.parse({"belief": "x"})
