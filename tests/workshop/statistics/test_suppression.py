"""X-07: no sum and no difference of what is told leads to a group smaller than k."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.statistics.suppression import withheld

AREAS = "abcde"
rooms = st.dictionaries(st.sampled_from(AREAS), st.integers(0, 14), min_size=1)
ks = st.integers(3, 8)


def test_X_07_golden_vector_11():
    sizes = {"ventas": 12, "atencion": 9, "logistica": 6, "finanzas": 3}
    assert withheld(sizes, 5) == {"finanzas", "logistica"}


def test_a_room_of_large_areas_hides_nobody():
    assert withheld({"ventas": 12, "atencion": 5}, 5) == frozenset()


def test_of_two_areas_one_small_one_hides_both():
    assert withheld({"direccion": 3, "equipo": 27}, 5) == {"direccion", "equipo"}


def test_small_areas_hide_one_another_once_they_are_k_people():
    assert withheld({"ventas": 12, "legal": 3, "finanzas": 2}, 5) == {"legal", "finanzas"}


def test_small_areas_of_fewer_than_k_people_together_take_the_next_smallest():
    sizes = {"ventas": 12, "atencion": 7, "legal": 2, "finanzas": 2}
    assert withheld(sizes, 5) == {"legal", "finanzas", "atencion"}


def test_an_area_where_nobody_answered_hides_nobody():
    assert withheld({"ventas": 12, "atencion": 9, "legal": 0}, 5) == frozenset()
    assert withheld({"ventas": 12, "atencion": 9, "legal": 0, "finanzas": 4}, 5) == {
        "legal",
        "finanzas",
        "atencion",
    }


def test_what_is_withheld_elsewhere_stays_withheld():
    sizes = {"ventas": 12, "atencion": 9, "logistica": 6, "finanzas": 0}
    assert withheld(sizes, 5, {"finanzas", "logistica"}) == {"finanzas", "logistica", "atencion"}


@settings(deadline=None)
@given(rooms, ks)
def test_X_07_no_sum_and_no_difference_leads_to_fewer_than_k(sizes, k):
    """Every ±1 combination of the whole and the parts that are told is a set, or no set at all."""
    hidden = withheld(sizes, k)
    parts = list(sizes)
    told = [frozenset(parts)] + [frozenset({part}) for part in parts if part not in hidden]
    for signs in product((-1, 0, 1), repeat=len(told)):
        times = {
            part: sum(sign for sign, people in zip(signs, told, strict=True) if part in people)
            for part in parts
        }
        if not set(times.values()) <= {0, 1}:
            continue
        people = [sizes[part] for part, time in times.items() if time and sizes[part]]
        if len(told) == 1 or not people:
            continue  # the room's own total, which another rule guards; or nobody
        assert sum(people) >= k


@given(rooms, ks)
def test_X_07_a_hidden_area_is_never_alone(sizes, k):
    hidden = [sizes[part] for part in withheld(sizes, k) if sizes[part]]
    told = [part for part in sizes if part not in withheld(sizes, k)]
    assert not told or not hidden or (len(hidden) >= 2 and sum(hidden) >= k)


@given(rooms, ks, st.sets(st.sampled_from(AREAS)))
def test_what_is_told_has_k_people_or_none_and_was_not_withheld_elsewhere(sizes, k, already):
    told = {part: n for part, n in sizes.items() if part not in withheld(sizes, k, already)}
    assert all(n == 0 or (n >= k and part not in already) for part, n in told.items())


@given(rooms, ks)
def test_the_order_of_the_areas_does_not_matter_but_for_equals(sizes, k):
    backwards = dict(reversed(sizes.items()))
    assert sorted(sizes[part] for part in withheld(sizes, k)) == sorted(
        sizes[part] for part in withheld(backwards, k)
    )
