"""Address and port to listen on: the port that was asked for, or the next free one."""

import errno
import os
import socket

from cli.exit import EXIT_MISCONFIGURED, exit_with

MAX_PORTS_TRIED = 20
LAST_PORT = 65_535
FIRST_UNPRIVILEGED_PORT = 1_024  # below it, the system keeps ports for itself
HOST_ADVICE = "deja --host en 0.0.0.0 para escuchar en todas las direcciones de esta computadora"


def free_port(host: str, wanted: int) -> tuple[str, int]:
    """Return (IP address, port): the wanted port, or the next that is free."""
    last = min(wanted + MAX_PORTS_TRIED - 1, LAST_PORT)
    for port in range(wanted, last + 1):
        if place := try_port(host, port):
            return place
    exit_with(f"No hay un puerto libre entre {wanted} y {last}. Pide otro con --port.")


def own_port(host: str, port: int) -> tuple[str, int]:
    """Return (IP address, port): this port and no other, as a proxy counts on it."""
    return try_port(host, port) or exit_with(
        f"El puerto {port} lo tiene otro programa. Ciérralo, o pide otros puertos con --port."
    )


def try_port(host: str, port: int) -> tuple[str, int] | None:
    """Return (IP address, port) if we could listen there; None if another program does."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there it would take a port that another program holds
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (socket.gaierror, UnicodeError):
            exit_with(
                f"No se encuentra ninguna computadora «{host}»: {HOST_ADVICE}.", EXIT_MISCONFIGURED
            )
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                exit_with(
                    f"«{host}» no es una dirección de esta computadora: {HOST_ADVICE}.",
                    EXIT_MISCONFIGURED,
                )
            if error.errno == errno.EACCES and port < FIRST_UNPRIVILEGED_PORT:
                exit_with(
                    f"El sistema no da el puerto {port} a cualquiera: pide con --port uno de "
                    f"{FIRST_UNPRIVILEGED_PORT} en adelante.",
                    EXIT_MISCONFIGURED,
                )
            return None
        return probe.getsockname()
