"""A room whose people sit at two tables, with the first question of «por-mesas» open."""

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.cast import Room

FIVE = ("Mateo", "Lucía", "Noa", "Hugo", "Vera")


@contextmanager
def table_room(site) -> Iterator[Room]:
    """Yield a room: Mateo, Lucía, Noa, Hugo and Vera at table 3, Nico alone at table 8; M1 open."""
    room = Room(site, "por-mesas", phones=(*FIVE, "Nico"), hold_texts=False)
    room.asks("M1")
    for phone in room.phones[:5]:
        phone.sits(3)
    room.phones[5].sits(8)
    yield room
    room.leave()
