"""Serving: one process, one data folder, one line to click, one code to scan."""

import os
import secrets
import signal
import socket
import sys
from pathlib import Path

import segno
from flask_migrate import upgrade

import config
import realtime
import template_cache
from realtime.addresses import addresses_for_phones
from realtime.slowness import options_for_eventlet
from realtime.wire import socketio
from starting import DataLock, parser, raise_file_limit
from workshop.db import db
from workshop.library import ContentError
from workshop.postgresql import one_migration_at_a_time

PORTS_TRIED = 20
LONGEST_HEADERS = 8_192  # bytes of a request line


def main(create_app) -> None:
    """Read the options, take the data folder, build the app, print where it is, serve."""
    options = parser().parse_args()
    os.umask(0o077)
    raise_file_limit()
    options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    if config.WORKER:  # the supervisor holds the folder, and tells people where we are
        port, token = options.port, config.CONSOLE_TOKEN
    else:
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
    template_cache.start(app)
    if config.WORKER:  # the first one speaks for all, once all of them serve
        link = f"http://127.0.0.1:{port}/entrar/{token}"
        signal.signal(signal.SIGUSR1, lambda *_: announce(port, link, moved=False))
    else:
        announce(port, link, moved=port != options.port)
    serve(app, options.host, port)


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
    most = app.config["CAPACITY_PROCESS"] + app.config["CAPACITY_MARGIN"]
    if "doorkeeper" in app.extensions:
        from realtime.transport import porch  # eventlet's, as everything of the lean transport

        porch.serve(app, host, port, most, LONGEST_HEADERS, app.extensions["shelf"].take)
    elif app.config["ASYNC_MODE"] == "eventlet":
        socketio.run(
            app,
            host=host,
            port=port,
            log_output=False,
            max_size=most,
            url_length_limit=LONGEST_HEADERS,
            debug=False,
            **options_for_eventlet(app.config["REQUEST_TIMEOUT"]),
        )
    else:
        socketio.run(app, host=host, port=port, allow_unsafe_werkzeug=True)
