"""S-01: who counts in a round adds up, whatever came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.statistics.turnout import Turnout

people = st.integers(0, 5_000)


@given(people, people, people)
def test_everyone_who_counts_answered_skipped_or_kept_silent(answered, skipped, silent):
    room = Turnout(answered + skipped + silent, answered, skipped)
    assert room.silent == silent
    assert sum(room.to_json().values()) == 2 * room.eligible


@given(people, people, people)
def test_nobody_is_ever_silent_below_zero(eligible, answered, skipped):
    room = Turnout(eligible, answered, skipped)
    assert room.silent >= 0
    assert room.answered + room.skipped + room.silent >= room.eligible


@given(people, people, people)
def test_shares_of_a_room_are_its_whole(answered, skipped, silent):
    shares = Turnout(answered + skipped + silent, answered, skipped).participation()
    if answered + skipped + silent == 0:
        assert shares.answered is None
    else:
        assert shares.answered + shares.skipped + shares.silent == pytest.approx(1)


def test_golden_vector_10():
    shares = Turnout(28, 3, 1).participation()
    figures = [round(100 * share, 1) for share in (shares.answered, shares.skipped, shares.silent)]
    assert figures == [10.7, 3.6, 85.7]
    assert Turnout().participation().answered is None
    with pytest.raises(ValueError, match="eligible"):
        Turnout(3, 3, 1).participation()


def test_the_wire_has_the_same_four_numbers_as_ever():
    room = Turnout(12, 7, 2).to_json()
    assert list(room.items()) == [("eligible", 12), ("answered", 7), ("skipped", 2), ("silent", 3)]
