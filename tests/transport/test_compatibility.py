"""The lean transport serves only with the libraries it was made for; else one line says so."""

import logging

import pytest
from engineio import Server

from transport import (
    LEAN,
    STOCK,
    choose,
    compatibility,
)
from transport.compatibility import differences_of


class App:
    """As much of an app as choosing needs."""

    def __init__(self, **config):
        self.config = {"ASYNC_MODE": "eventlet", "CAPACITY_PROCESS": 10, "SPARE_CONNECTIONS": 5}
        self.config |= config
        self.extensions = {}


class SocketIOServer:
    """As much of python-socketio's server as choosing needs."""

    def __init__(self):
        self.eio = Server(async_mode="threading")
        self.eio.on("message", print)


@pytest.fixture
def server():
    return SocketIOServer()


def test_the_libraries_of_the_lock_are_those_it_was_made_for(server):
    assert differences_of(server.eio) == []


def test_another_version_is_served_by_the_stock_transport_with_one_line(
    server, monkeypatch, caplog
):
    monkeypatch.setitem(compatibility.KNOWN_VERSIONS, "eventlet", "0.99")
    before = server.eio._handle_connect
    with caplog.at_level(logging.WARNING):
        assert choose(App(TRANSPORT="lean"), server) == STOCK
    assert len(caplog.records) == 1
    assert "eventlet 0.41" in caplog.text
    assert server.eio._handle_connect == before


def test_another_shape_is_noticed(server):
    server.eio._handle_connect = lambda environ, start_response: None
    assert differences_of(server.eio) == ["engineio's connect"]


def test_the_setting_turns_it_off(server, caplog):
    assert choose(App(TRANSPORT="stock"), server) == STOCK
    assert choose(App(TRANSPORT="lean", ASYNC_MODE="threading"), server) == STOCK
    assert not caplog.records


def test_a_misspelt_setting_is_an_error(server):
    with pytest.raises(ValueError, match="TRANSPORT"):
        choose(App(TRANSPORT="leen"), server)


def test_lean_takes_the_place_of_engineios_connect(server):
    app = App(TRANSPORT="lean")
    assert choose(app, server) == LEAN
    assert server.eio._handle_connect == app.extensions["websocket_server"].connect
    assert server._send_eio_packet == app.extensions["websocket_server"].send
