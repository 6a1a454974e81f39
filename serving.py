"""Serving: one process, one data folder, one line to click, one code to scan."""

import argparse
import os
import secrets
import socket
import sys
from pathlib import Path

import segno
from flask_migrate import upgrade

import config
import realtime
from realtime.addresses import addresses_for_phones
from realtime.slowness import options_for_eventlet
from realtime.wire import socketio
from workshop.db import db
from workshop.library import ContentError
from workshop.postgresql import one_migration_at_a_time

try:
    import fcntl
except ImportError:  # Windows: the database's own lock still keeps a second server out
    fcntl = None  # type: ignore[assignment]

PORTS_TRIED = 20
LONGEST_HEADERS = 8_192  # bytes of a request line


def main(create_app) -> None:
    """Read the options, take the data folder, build the app, print where it is, serve."""
    options = read_options()
    os.umask(0o077)
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = DataLock(options.data)
    port = free_port(options.host, options.port)
    token = secrets.token_urlsafe(24)
    link = f"http://127.0.0.1:{port}/entrar/{token}"
    lock.take(link)
    try:
        app = create_app(
            ASYNC_MODE=config.ASYNC_MODE if "ASYNC_MODE" in os.environ else "eventlet",
            HOST=options.host,
            PORT=port,
            DATA=options.data,
            CONSOLE_TOKEN=token,
        )
    except ContentError as error:
        sys.exit(str(error))
    with app.app_context(), one_migration_at_a_time(db.engine):
        upgrade(directory=str(Path(__file__).parent / "migrations"))
    realtime.start(app)
    announce(port, link, moved=port != options.port)
    serve(app, options.host, port)


def read_options() -> argparse.Namespace:
    """--port, --host, --data."""
    parser = argparse.ArgumentParser(prog="./run", description="Mano Alzada")
    parser.add_argument("--port", type=int, default=config.PORT, help="puerto (5000)")
    parser.add_argument("--host", default=config.HOST, help="dirección en la que escucha (0.0.0.0)")
    parser.add_argument("--data", type=Path, default=config.DATA, help="carpeta de datos (data/)")
    return parser.parse_args()


class DataLock:
    """One server per data folder. The lock goes with the process, however it ends."""

    def __init__(self, data: Path):
        self._file = open(data / "servidor.lock", "a+", encoding="utf-8")  # noqa: SIM115 - held for life

    def take(self, link: str) -> None:
        """Take the folder, or say who has it and leave."""
        if fcntl is not None:
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                self._file.seek(0)
                sys.exit(
                    "Mano Alzada ya está en marcha con estos datos.\n"
                    f"Consola: {self._file.read().strip()}"
                )
        self._file.truncate(0)
        self._file.write(link)
        self._file.flush()


def free_port(host: str, wanted: int) -> int:
    """The wanted port, or the next free one."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return port
    sys.exit(f"No hay un puerto libre entre {wanted} y {wanted + PORTS_TRIED - 1}. Usa --port.")


def announce(port: int, link: str, moved: bool) -> None:
    """Print the console's link, the phones' addresses and a code to scan; nothing noisier."""
    lines = ["", f"Consola: {link}", ""]
    if moved:
        lines.insert(1, f"El puerto pedido estaba ocupado; uso el {port}.")
    addresses = addresses_for_phones()
    for address, name in addresses:
        lines.append(f"Teléfonos: http://{address}:{port}   ({name})")
    print("\n".join(lines), flush=True)  # noqa: T201 - this is what the command is for
    if addresses:
        segno.make(f"http://{addresses[0][0]}:{port}", error="l").terminal(compact=True, border=1)
    sys.stdout.flush()


def serve(app, host: str, port: int) -> None:
    """Serve until the process ends, with room for more connections than we let in."""
    if app.config["ASYNC_MODE"] == "eventlet":
        margin = app.config["CAPACITY_PROCESS"] + app.config["CAPACITY_MARGIN"]
        socketio.run(
            app,
            host=host,
            port=port,
            log_output=False,
            max_size=margin,
            url_length_limit=LONGEST_HEADERS,
            debug=False,
            **options_for_eventlet(app.config["REQUEST_TIMEOUT"]),
        )
    else:
        socketio.run(app, host=host, port=port, allow_unsafe_werkzeug=True)
