"""Moves of register entries: a table that leads everywhere, and needs that cannot be got around."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.register import moves
from workshop.register.moves import KINDS, MOVES, lacking, may_move, states_of, targets_of

SAID = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(["", None, "algo"]) for name in ("responsible", "evidence")}
)


@pytest.mark.parametrize("kind", KINDS)
def test_every_move_leads_to_a_state_of_the_same_kind(kind):
    for state, following in MOVES[kind].items():
        assert following <= set(states_of(kind))
        assert state not in following


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_can_be_reached_from_the_first_and_none_is_a_trap(kind):
    reached, left = set(), [moves.PROPOSED]
    while left:
        state = left.pop()
        if state not in reached:
            reached.add(state)
            left += MOVES[kind][state]
    assert reached == set(states_of(kind))
    assert all(MOVES[kind].values())


@given(st.sampled_from(KINDS), st.data())
def test_a_walk_by_allowed_moves_is_never_anywhere_else(kind, data):
    state = moves.PROPOSED
    for _ in range(10):
        offered = targets_of(kind, state)
        assert state in offered
        assert set(offered) <= set(states_of(kind))
        wanted = data.draw(st.sampled_from(moves.STATES))
        assert may_move(kind, state, wanted) == (wanted in offered)
        state = wanted if wanted in offered else state
        assert state in states_of(kind)


@given(st.sampled_from(moves.STATES), SAID)
def test_solved_needs_evidence_and_a_date_and_assigned_a_responsible_and_a_date(state, said):
    missing = lacking(state, said)
    needed = {"solved": ["evidence", "due_on"]}
    needed |= dict.fromkeys(("assigned", "changing"), ["responsible", "due_on"])
    assert list(missing) == [name for name in needed.get(state, []) if not said.get(name)]


@pytest.mark.parametrize("kind", ["rule", "ticket"])
def test_nothing_is_solved_that_was_not_being_changed(kind):
    into_solved = {state for state, following in MOVES[kind].items() if "solved" in following}
    assert into_solved == {"changing"}
    assert {s for s, following in MOVES[kind].items() if "changing" in following} == {
        "assigned",
        "solved",
    }


def test_an_idea_is_decided_before_it_is_answered():
    assert targets_of("idea", "proposed") == ("proposed", "decided")
    assert targets_of("idea", "decided") == ("proposed", "decided", "answered")
    assert not may_move("idea", "proposed", "solved")
