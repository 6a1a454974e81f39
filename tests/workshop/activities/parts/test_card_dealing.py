"""Dealing cards: nobody reads what is not for them, and each card is read as often as any other."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workshop.activities.parts.card_dealing import deal


def counts(hands, cards):
    count = Counter(card for hand in hands.values() for card in hand)
    return [count[card] for card in cards]


def stances(sizes):
    """One reader and one card a person; a reader may read the cards of other stances."""
    people = [(stance, f"{stance}{n}") for stance, size in enumerate(sizes) for n in range(size)]
    return people, {
        name: {card for other, card in people if other != stance} for stance, name in people
    }


def test_thirty_people_of_three_stances_are_read_three_times_each():
    people, may_read = stances([10, 10, 10])
    assert set(counts(deal(may_read, 3, {}), [name for _, name in people])) == {3}


def test_a_lonely_stance_is_read_no_more_than_the_others():
    people, may_read = stances([1, 10, 10])
    read = counts(deal(may_read, 3, {}), [name for _, name in people])
    assert max(read) - min(read) <= 1


def test_the_way_out_of_a_bad_first_hand_may_be_long():
    may_read = {"r1": {"a", "b"}, "r2": {"b", "c"}, "r3": {"c", "d"}, "r4": {"a"}}
    assert counts(deal(may_read, 1, {}), "abcd") == [1, 1, 1, 1]


@given(st.lists(st.integers(0, 6), min_size=2, max_size=4), st.integers(1, 4))
def test_within_a_stance_counts_differ_by_at_most_one(sizes, each):
    people, may_read = stances(sizes)
    hands = deal(may_read, each, {})
    for _, name in people:
        assert set(hands[name]) <= may_read[name]
        assert len(hands[name]) == min(each, len(may_read[name]))
    for stance in range(len(sizes)):
        read = counts(hands, [name for other, name in people if other == stance])
        assert not read or max(read) - min(read) <= 1


@given(st.lists(st.sets(st.integers(0, 4), min_size=1), min_size=1, max_size=6))
def test_no_other_deal_would_be_more_even(readers):
    """Against every possible deal of one card each: the sum of squares is the least there is."""
    may_read = {str(at): {str(card) for card in cards} for at, cards in enumerate(readers)}
    best = sum(n * n for n in counts(deal(may_read, 1, {}), [str(card) for card in range(5)]))
    possible = [Counter()]
    for cards in may_read.values():
        possible = [count + Counter([card]) for count in possible for card in cards]
        possible = list({tuple(sorted(count.items())): count for count in possible}.values())
    assert best == min(sum(n * n for n in count.values()) for count in possible)


def test_what_was_dealt_before_counts_and_stays():
    hands = deal({"late": {"a", "b", "c"}}, 1, {"a": 2, "b": 1, "c": 2})
    assert hands == {"late": ("b",)}


def test_a_hall_is_dealt_to_in_a_moment():
    people, may_read = stances([400, 300, 200, 100])
    read = counts(deal(may_read, 3, {}), [name for _, name in people])
    assert max(read) - min(read) <= 1
