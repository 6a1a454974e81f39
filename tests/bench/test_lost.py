"""Who never hears of a question is lost, whichever program should have told them."""

import asyncio
from types import SimpleNamespace

import pytest

from bench import subjects
from bench.phones import SNAPSHOT, TEXT, Phone, RawPhone
from bench.subjects import Subject

PAGE = SNAPSHOT + b',{"page":"open"}]'


class Rumour(Subject):
    """A program that tells only some of its phones, some of them twice."""

    def __init__(self, kind, told):
        super().__init__(set())
        self.crowd.phones = [kind(self.crowd, {}) for _ in range(4)]
        self.told = told

    def show(self, payload):
        frame = SimpleNamespace(msg_type=TEXT, get_payload_as_bytes=lambda: PAGE)
        for place in self.told:
            self.crowd.phones[place].on_ws_frame(None, frame)


@pytest.fixture
def pushing(monkeypatch):
    """Push to four phones of a kind, of whom some are told; returns the program and the seconds."""
    monkeypatch.setattr(subjects, "RESPONSE_TIMEOUT_S", 0.01)

    def push(kind, told):
        async def pushed():
            program = Rumour(kind, told)
            for phone in program.crowd.phones:
                phone.ready = asyncio.get_running_loop().create_future()
                phone.ready.set_result(None)
            try:
                return program, await program.push({})
            finally:
                program.stop()

        return asyncio.run(pushed())

    return push


both = pytest.mark.parametrize("kind", [Phone, RawPhone])


@both
def test_when_everyone_is_told_nobody_is_lost(pushing, kind):
    program, _ = pushing(kind, [0, 1, 2, 3])
    assert program.crowd.lost == 0


@both
def test_who_is_not_told_is_lost(pushing, kind):
    program, _ = pushing(kind, [0, 2])
    assert program.crowd.lost == 2


@both
def test_telling_one_twice_does_not_hide_another(pushing, kind):
    program, _ = pushing(kind, [0, 1, 2, 2])
    assert program.crowd.lost == 1


def test_a_question_nobody_hears_of_is_no_fast_one(pushing):
    program, seconds = pushing(Phone, [])
    assert program.crowd.lost == 4
    assert seconds >= subjects.RESPONSE_TIMEOUT_S
