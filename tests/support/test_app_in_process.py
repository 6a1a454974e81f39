"""The cast: the same people, in this process and against the real program."""

import pytest

from tests.support.cast import Room


def one_round(site):
    """A round from opening to reveal, with one answer and one silence."""
    room = Room(site, module="un-taller-breve")
    room.asks("A1")
    assert room.mateo.answer(2)["ok"]
    room.does("cerrar", "mostrar")
    shown = room.wall.sees("revealed")
    room.leave()
    return shown


def test_a_round_in_this_process(site):
    assert one_round(site)["tally"]["counts"] == [0, 1, 0]


@pytest.mark.live
def test_a_round_against_the_real_program(server):
    assert one_round(server)["tally"]["counts"] == [0, 1, 0]
