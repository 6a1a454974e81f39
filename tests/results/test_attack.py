"""P23: from all that is published nobody can tell what fewer than k people answered.

`./run test tests/results/test_attack.py --datasets 2000 -n 0 --timeout 0` tries more rooms, in four
minutes; the seed is said.
"""

import random

import pytest

from results.answers import answers_of
from results.exports import columns, rows_of
from results.reading import outcome_of, room_of
from results.spreadsheet import Dialect
from tests.support.area_vote import AREAS, closed_area_vote
from tests.support.reidentification import read, reidentified
from tests.support.result_files import rows_in
from workshop.persistence.db import db
from workshop.reports.threshold import Threshold

SEED = 20_261_130


def a_room(chance):
    """Between five and eighteen people: most alike, some who change, some who vote once."""
    k = chance.choice((3, 4, 5))
    areas = chance.choices((*AREAS, ""), weights=[chance.choice((1, 2, 6)) for _ in range(4)], k=18)
    favourite = {area: chance.choice("abc") for area in (*AREAS, "")}
    alike, moves, away = chance.random(), chance.random() / 2, chance.choice((0, 0.05, 0.1, 0.4))

    def vote(area):
        return favourite[area] if chance.random() < alike else chance.choice("abc")

    people = []
    for area in areas[: chance.randint(5, 18)]:
        first = vote(area)
        second = vote(area) if chance.random() < moves else first
        gone = chance.random()
        people.append((area, "" if gone < away else first, "" if gone > 1 - away else second))
    return people, k


def file_of(outcome, answers=None):
    """The file as it would be downloaded, read again."""
    return rows_in("".join(Dialect().lines(columns(), rows_of(outcome, answers))))


@pytest.fixture
def a_request(app):
    """Texts are said in the language of a request."""
    with app.test_request_context():
        yield
        db.session.rollback()


def attacked(people, k, reader=outcome_of, answers=None):
    """Findings of an attacker who reads the file of this room."""
    run = closed_area_vote(people, k)
    found = reidentified(read(file_of(reader(run, Threshold(k)), answers)), people, k)
    db.session.rollback()
    return found


def test_p23_nothing_published_tells_of_fewer_than_k(a_request, pytestconfig):
    chance = random.Random(SEED)
    broken = []
    for _ in range(pytestconfig.getoption("--datasets")):
        people, k = a_room(chance)
        found = attacked(people, k)
        if found:
            broken.append((people, k, found))
    assert not broken, (SEED, len(broken), broken[0])


def test_p23_the_attacker_finds_what_the_trainers_own_file_tells(a_request):
    """Otherwise the attacker would be no good: that file is not for others (decision 0070)."""
    twelve = [("v", "a", "a")] * 6 + [("l", "b", "b")] * 6
    found = attacked([*twelve, ("v", "", "c")], 5, room_of, answers_of)
    assert any("voted once" in each for each in found)
    moved = attacked([*twelve, ("v", "a", "b")], 5, room_of, answers_of)
    assert "a→b: 1" in moved
    of_one_mind = attacked(
        [("v", "a", "a")] * 6 + [("l", "a", "a"), ("l", "b", "b")] * 3, 5, room_of
    )
    assert "V1: 6 of 6 in v said a" in of_one_mind
