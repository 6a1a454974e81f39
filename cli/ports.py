"""Where we listen: the address, and a port that is free."""

import errno
import os
import socket

from cli.exit import MEND_FIRST, leave

PORTS_TRIED = 20
LAST_PORT = 65_535
FIRST_OF_ALL = 1_024  # below it, the system keeps ports for itself
ANYWHERE = "deja --host en 0.0.0.0 para escuchar en todas las direcciones de esta computadora"


def free_port(host: str, wanted: int) -> tuple[str, int]:
    """(address in figures, port): the wanted one, or the next that is free."""
    last = min(wanted + PORTS_TRIED - 1, LAST_PORT)
    for port in range(wanted, last + 1):
        if place := try_port(host, port):
            return place
    leave(f"No hay un puerto libre entre {wanted} y {last}. Pide otro con --port.")


def own_port(host: str, port: int) -> tuple[str, int]:
    """(address in figures, port): this one and no other, as a proxy counts on it."""
    return try_port(host, port) or leave(
        f"El puerto {port} lo tiene otro programa. Ciérralo, o pide otros puertos con --port."
    )


def try_port(host: str, port: int) -> tuple[str, int] | None:
    """(address in figures, port) if we could listen there; None if another program does."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":  # there it would take a port that another program holds
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (socket.gaierror, UnicodeError):
            leave(f"No se encuentra ninguna computadora «{host}»: {ANYWHERE}.", MEND_FIRST)
        except OSError as error:
            if error.errno == errno.EADDRNOTAVAIL:
                leave(f"«{host}» no es una dirección de esta computadora: {ANYWHERE}.", MEND_FIRST)
            if error.errno == errno.EACCES and port < FIRST_OF_ALL:
                leave(
                    f"El sistema no da el puerto {port} a cualquiera: pide con --port uno de "
                    f"{FIRST_OF_ALL} en adelante.",
                    MEND_FIRST,
                )
            return None
        return probe.getsockname()
