"""Calls that block are made elsewhere, and everyone else is served meanwhile."""

import threading
import time

import eventlet
import pytest

from transport.native_threads import MAX_THREADS, NativeThreads


@pytest.fixture
def natively():
    """The way to a native thread, from a greenlet as requests have one."""
    threads = NativeThreads()

    def call(function, *args):
        return eventlet.spawn(threads.run, function, *args).wait()

    call.threads = threads
    return call


def test_what_blocks_is_called_in_another_thread_and_its_result_comes_back(natively):
    here = threading.get_ident()
    assert natively(threading.get_ident) != here
    assert natively(lambda a, b: a + b, 2, 3) == 5


def test_a_slow_call_holds_nobody_up(natively):
    order = []
    slow = eventlet.spawn(natively.threads.run, lambda: time.sleep(0.2) or order.append("slow"))
    eventlet.spawn(natively.threads.run, lambda: order.append("quick")).wait()
    slow.wait()
    assert order == ["quick", "slow"]


def test_an_error_is_raised_where_the_call_was_made(natively):
    with pytest.raises(ZeroDivisionError):
        natively(lambda: 1 // 0)
    assert natively(lambda: 1) == 1


def test_who_dies_of_an_error_leaves_nobody_waiting(natively):
    both = [eventlet.spawn(natively.threads.run, time.sleep, 0.05) for _ in range(6)]
    dying = [eventlet.spawn(natively.threads.run, lambda: 1 // 0) for _ in range(6)]
    with eventlet.Timeout(5):
        for each in both:
            each.wait()
        for each in dying:
            with pytest.raises(ZeroDivisionError):
                each.wait()


def test_a_result_that_nobody_waits_for_any_more_disturbs_nobody(natively):
    def give_up():
        with eventlet.Timeout(0.05, False):
            natively.threads.run(time.sleep, 0.2)
        eventlet.sleep(0.4)  # the result comes while it sleeps, and must not wake it
        return time.monotonic()

    began = time.monotonic()
    assert eventlet.spawn(give_up).wait() - began >= 0.4


def test_threads_are_as_many_as_calls_at_once_and_never_too_many(natively):
    natively(int)
    natively(int)
    assert natively.threads._count == 1
    many = [eventlet.spawn(natively.threads.run, time.sleep, 0.05) for _ in range(MAX_THREADS + 10)]
    for each in many:
        each.wait()
    assert natively.threads._count == MAX_THREADS


def test_a_call_within_a_native_call_stays_in_its_thread(natively):
    def outer():
        return threading.get_ident(), natively.threads.run(threading.get_ident)

    first, second = natively(outer)
    assert first == second
