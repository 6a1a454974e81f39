"""A memory of strangers has an end, and the newest of them are in it."""

from hypothesis import given
from hypothesis import strategies as st

from workshop.bounded_dict import BoundedDict

KEYS = st.integers(0, 9)


@given(st.integers(1, 5), st.lists(KEYS, max_size=40))
def test_the_keys_set_last_are_those_that_are_kept(size, keys):
    kept: BoundedDict[int, int] = BoundedDict(size)
    for at, key in enumerate(keys):
        kept[key] = at
        assert len(kept) <= size
    newest = list(dict.fromkeys(reversed(keys)))[:size]
    assert list(kept) == newest[::-1]
    assert all(keys[kept[key]] == key and key not in keys[kept[key] + 1 :] for key in kept)


@given(st.dictionaries(KEYS, st.integers()), st.integers(1, 5))
def test_it_has_its_bound_however_it_is_filled(pairs, size):
    updated, merged, defaulted = (BoundedDict(size) for _ in range(3))
    updated.update(pairs)
    merged |= pairs
    for key, value in pairs.items():
        assert defaulted.setdefault(key, value) == value
    assert updated == merged == defaulted == dict(list(pairs.items())[-size:])


def test_what_is_over_is_forgotten_and_nothing_else():
    kept: BoundedDict[str, int] = BoundedDict(3)
    kept.update({"Ana": 1, "Beto": 2, "Carla": 1})
    kept.discard_where(lambda _, run: run == 1)
    assert kept == {"Beto": 2}
    assert kept.setdefault("Beto", 9) == 2
