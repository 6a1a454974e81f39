"""Where we listen, and what is said where we cannot."""

import errno
import socket

import pytest

from cli.exit import EXIT_MISCONFIGURED, EXIT_TEMPORARY
from cli.ports import MAX_PORTS_TRIED, free_port, own_port
from tools import ports


@pytest.fixture
def held():
    """A port that another program holds."""
    port = ports.free_ports(2)
    with socket.create_server(("127.0.0.1", port)):
        yield port


def ends(capsys, code, call, *arguments):
    """The one line it ends with."""
    with pytest.raises(SystemExit) as end:
        call(*arguments)
    assert end.value.code == code
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_a_name_becomes_an_address():
    port = ports.free_port()
    assert free_port("localhost", port) == ("127.0.0.1", port)


def test_alone_it_takes_the_next_port(held):
    assert free_port("127.0.0.1", held) == ("127.0.0.1", held + 1)


def test_a_worker_has_its_own_port_or_none(held, capsys):
    said = ends(capsys, EXIT_TEMPORARY, own_port, "127.0.0.1", held)
    assert f"El puerto {held} lo tiene otro programa" in said
    assert own_port("127.0.0.1", held + 1) == ("127.0.0.1", held + 1)


@pytest.mark.parametrize("listen", [free_port, own_port])
@pytest.mark.parametrize("host", ["no.hay.invalid", "a" * 70, "::1"])
def test_a_computer_that_nobody_knows(capsys, listen, host):
    said = ends(capsys, EXIT_MISCONFIGURED, listen, host, ports.free_port())
    assert said.startswith(f"No se encuentra ninguna computadora «{host}»: deja --host en 0.0.0.0")


@pytest.mark.parametrize("listen", [free_port, own_port])
def test_an_address_of_another_computer(capsys, listen):
    said = ends(capsys, EXIT_MISCONFIGURED, listen, "192.0.2.77", ports.free_port())
    assert said.startswith("«192.0.2.77» no es una dirección de esta computadora: ")


def test_a_port_that_the_system_keeps(capsys, monkeypatch):
    monkeypatch.setattr(socket.socket, "bind", refusing(errno.EACCES))
    said = ends(capsys, EXIT_MISCONFIGURED, free_port, "0.0.0.0", 80)
    assert said == (
        "El sistema no da el puerto 80 a cualquiera: pide con --port uno de 1024 en adelante.\n"
    )


@pytest.mark.parametrize(
    ("wanted", "last"), [(5_000, 5_000 + MAX_PORTS_TRIED - 1), (65_530, 65_535)]
)
def test_no_port_is_free(capsys, monkeypatch, wanted, last):
    monkeypatch.setattr(socket.socket, "bind", refusing(errno.EADDRINUSE))
    said = ends(capsys, EXIT_TEMPORARY, free_port, "0.0.0.0", wanted)
    assert f"entre {wanted} y {last}. Pide otro con --port." in said


def refusing(number):
    """A bind that the system refuses."""

    def bind(*_):
        raise OSError(number, "refused")

    return bind
