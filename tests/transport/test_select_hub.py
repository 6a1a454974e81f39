"""Full room with only ``select``: one more phone is refused, and nobody else loses anything."""

import os

import pytest
from eventlet import hubs
from eventlet.hubs import epolls, selects

from transport import capacity
from transport.select_hub import (
    MAX_FILE_NUMBER,
    MAX_PHONES,
    MAX_WAITING_FILES,
    Hub,
)


@pytest.fixture
def pipe():
    """A file that can be read at once."""
    reading, writing = os.pipe()
    os.write(writing, b"!")
    yield reading
    os.close(reading)
    os.close(writing)


def waits(hub, fileno):
    """Put a listener on this file number; return the list of what the hub calls it with."""
    called = []
    hub.add(hub.READ, fileno, called.append, None, None)
    return called


def test_who_comes_when_no_more_can_be_waited_for_is_told_so_at_once(pipe):
    hub = Hub()
    for fileno in range(300, 300 + MAX_WAITING_FILES):
        waits(hub, fileno)
    with pytest.raises(OSError, match="Too many open files"):
        waits(hub, pipe)
    hub.listening_files.add(pipe)
    waits(hub, pipe)  # and whoever is to be let in still can be
    assert hub.refused == 1


def test_w3_a_file_with_too_high_a_number_does_not_end_the_loop():
    with pytest.raises(OSError, match="Too many open files"):
        waits(Hub(), MAX_FILE_NUMBER + 1)


@pytest.mark.parametrize("gone", [-1, 900])
def test_a_file_that_was_closed_behind_its_back_ends_nothing(pipe, gone):
    hub = Hub()
    waits(hub, gone)
    called = waits(hub, pipe)
    hub.wait(0)  # finds out who is gone
    hub.wait(0)
    assert set(called) == {pipe}


@pytest.mark.parametrize(("hub", "fit"), [(selects.Hub, MAX_PHONES), (epolls.Hub, 5_000)])
def test_it_says_how_many_phones_fit_where_select_is_all_there_is(monkeypatch, hub, fit):
    used = [hub()]
    monkeypatch.setattr(hubs, "get_hub", lambda: used[-1])
    monkeypatch.setattr(hubs, "use_hub", lambda kind: used.append(kind()))
    assert capacity("eventlet", 5_000) == fit
    assert capacity("eventlet", 100) == 100
    assert capacity("threading", 5_000) == 5_000
    assert [type(each) for each in used] == [hub, *([Hub] if fit == MAX_PHONES else [])]
