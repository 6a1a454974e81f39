"""Allowed moves of register entries: from which state to which, and what a state needs. Pure."""

from collections.abc import Mapping

RULE, TICKET, IDEA = "rule", "ticket", "idea"
KINDS = (RULE, TICKET, IDEA)

PROPOSED, GROUPED, VOTED = "proposed", "grouped", "voted"
ASSIGNED, CHANGING = "assigned", "changing"
SOLVED, EXPLAINED, DISCARDED = "solved", "explained", "discarded"
DECIDED, ANSWERED = "decided", "answered"

_ENDS = frozenset({EXPLAINED, DISCARDED})

# A rule or ticket goes forward and may leave steps out; one step back mends a slip.
_OF_RULES: Mapping[str, frozenset[str]] = {
    PROPOSED: frozenset({GROUPED, VOTED, ASSIGNED}) | _ENDS,
    GROUPED: frozenset({PROPOSED, VOTED, ASSIGNED}) | _ENDS,
    VOTED: frozenset({GROUPED, ASSIGNED}) | _ENDS,
    ASSIGNED: frozenset({VOTED, CHANGING}) | _ENDS,
    CHANGING: frozenset({ASSIGNED, SOLVED}) | _ENDS,
    SOLVED: frozenset({CHANGING}),
    EXPLAINED: frozenset({PROPOSED}),
    DISCARDED: frozenset({PROPOSED}),
}
_OF_IDEAS: Mapping[str, frozenset[str]] = {
    PROPOSED: frozenset({DECIDED}),
    DECIDED: frozenset({PROPOSED, ANSWERED}),
    ANSWERED: frozenset({DECIDED}),
}
MOVES: Mapping[str, Mapping[str, frozenset[str]]] = {
    RULE: _OF_RULES,
    TICKET: _OF_RULES,
    IDEA: _OF_IDEAS,
}

# What an entry must say to be in a state, by the names of its columns.
NEEDS: Mapping[str, tuple[str, ...]] = {
    ASSIGNED: ("responsible", "due_on"),
    CHANGING: ("responsible", "due_on"),
    SOLVED: ("evidence", "due_on"),
}
STATES = tuple(dict.fromkeys((*_OF_RULES, *_OF_IDEAS)))


def states_of(kind: str) -> tuple[str, ...]:
    """Return the states of a kind of entry, in the order in which it goes through them."""
    return tuple(MOVES[kind])


def may_move(kind: str, state: str, to: str) -> bool:
    """Is ``to`` the state it is in, or one that may follow it?"""
    return to == state or to in MOVES[kind].get(state, frozenset())


def targets_of(kind: str, state: str) -> tuple[str, ...]:
    """Return the states that an entry may be in next, its own included, in their order."""
    return tuple(each for each in states_of(kind) if may_move(kind, state, each))


def lacking(state: str, said: Mapping[str, object]) -> tuple[str, ...]:
    """Return the columns that ``state`` needs and ``said`` has nothing in."""
    return tuple(name for name in NEEDS.get(state, ()) if not said.get(name))
