"""How fast somebody may ask: at once, a second, each for oneself; on a clock of the test's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.rate_limit import MAX_WAIT_S, RateLimiter, TokenBucket
from workshop.refused import Refused


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self):
        self.now = 1_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


PAUSES = st.lists(st.floats(0, 3), min_size=1, max_size=60)


@given(PAUSES, st.sampled_from([0.5, 1.0, 2.0]), st.integers(1, 6))
def test_never_more_than_at_once_and_so_many_a_second(pauses, rate, burst):
    clock = Clock()
    limiter = RateLimiter(rate, burst, clock=clock)
    taken = []
    for pause in pauses:
        clock.now += pause
        if limiter.allows("Mateo"):
            taken.append(clock.now)
        for since in taken:
            within = [at for at in taken if since <= at]
            assert len(within) <= burst + rate * (clock.now - since) + 1e-6


@given(PAUSES)
def test_who_waits_as_long_as_is_told_is_served(pauses):
    clock = Clock()
    limiter = RateLimiter(0.5, 2, clock=clock)
    for pause in pauses:
        clock.now += pause
        if limiter.left("Mateo") >= 1:
            limiter.require("Mateo")
            continue
        with pytest.raises(Refused) as refused:
            limiter.require("Mateo")
        assert refused.value.code == "too_fast"
        clock.now += refused.value.detail["seconds"]
        limiter.require("Mateo")


def test_one_phone_is_slowed_and_the_next_is_not(clock):
    limiter = RateLimiter(1, 2, clock=clock)
    assert [limiter.allows("Mateo") for _ in range(3)] == [True, True, False]
    assert limiter.allows("Lucía")


def test_what_was_spent_in_vain_comes_back_and_never_more(clock):
    limiter = RateLimiter(0.1, 2, clock=clock)
    limiter.give_back("Mateo")
    assert limiter.left("Mateo") == 2
    limiter.allows("Mateo")
    limiter.give_back("Mateo")
    limiter.give_back("Mateo")
    assert limiter.left("Mateo") == 2


def test_whoever_asked_longest_ago_is_forgotten(clock):
    limiter = RateLimiter(0.001, 1, max_keys=2, clock=clock)
    for who in ("Ana", "Beto", "Ana", "Carla"):
        limiter.allows(who)
    assert len(limiter) == 2
    assert limiter.left("Ana") < 1
    assert limiter.left("Beto") == 1  # as if it had never asked


def test_of_those_who_are_gone_nothing_is_kept(clock):
    limiter = RateLimiter(0.001, 1, clock=clock)
    limiter.allows("Ana")
    limiter.allows("Beto")
    limiter.keep_only({"Beto"})
    assert (limiter.left("Ana"), len(limiter)) == (1, 1)


def test_where_nothing_may_be_asked_a_wait_is_told_all_the_same(clock):
    bucket = TokenBucket(0, 0)
    assert not bucket.take()
    assert bucket.seconds_to_next() == MAX_WAIT_S
