"""Connections: who is connected, counted from the sockets themselves."""

from realtime.state.connections import SOCKETS_PER_PHONE, PhoneConnection, PhoneConnections
from tests.support.cast import Phone


def connection(sid, phone="p1", run=1):
    """One socket of one phone."""
    return PhoneConnection(sid=sid, eio_sid=f"e{sid}", run_id=run, participant_id=phone, token="t")


def test_a_phone_with_two_tabs_is_one_phone():
    connections = PhoneConnections()
    connections.add(connection("a"))
    connections.add(connection("b"))
    assert connections.inside(1) == 1
    connections.remove("a")
    assert connections.inside(1) == 1
    connections.remove("b")
    assert connections.inside(1) == 0


def test_leaving_twice_is_leaving_once():
    connections = PhoneConnections()
    connections.add(connection("a"))
    assert connections.remove("a").sid == "a"
    assert connections.remove("a") is None
    assert len(connections) == 0


def test_runs_are_apart():
    connections = PhoneConnections()
    connections.add(connection("a", run=1))
    connections.add(connection("b", "p2", run=2))
    assert (connections.inside(1), connections.inside(2), connections.inside(3)) == (1, 1, 0)


def test_a_fourth_tab_closes_the_first(room):
    tabs = [room.mateo.socket]
    for _ in range(SOCKETS_PER_PHONE):
        tab = Phone(room.site, "Mateo", run=room.run.id, token=room.mateo.token)
        tabs.append(tab.connect())
    assert tabs[0].hears("replaced")["code"] == "replaced_by_tab"
    assert tabs[0].hears("gone") is None
    assert all(tab.connected for tab in tabs[1:])
    for tab in tabs[1:]:
        tab.close()
