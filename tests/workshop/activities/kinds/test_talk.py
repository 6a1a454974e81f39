"""Talk: a chain of conversations whose time is the sum of its links."""

import pytest

from workshop.activities import InvalidContent
from workshop.activities.kinds.talk import Talk

PHASES = [
    {"label": "En parejas", "people": 2, "seconds": 180},
    {"label": "En cuartetos", "people": 4, "seconds": 180},
]


def talk(**changes):
    return Talk.from_content({"ref": "a6", "title": "T", "phases": PHASES} | changes)


def test_its_time_is_the_sum():
    assert talk().seconds == 360
    assert talk(seconds=360) == talk()


@pytest.mark.parametrize(
    "changes",
    [
        {"seconds": 300},
        {"phases": []},
        {"phases": [{"label": "Sola"}]},
        {"phases": [{"label": "x", "people": 0, "seconds": 60}]},
        {"phases": [{"label": "x", "people": 2, "seconds": 1}]},
    ],
)
def test_a_chain_that_does_not_add_up_is_refused(changes):
    with pytest.raises(InvalidContent):
        talk(**changes)
