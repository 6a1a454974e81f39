"""Start of a serving process: options, data folder, app, databases, printed addresses."""

import os
import secrets
import signal
from collections.abc import Mapping
from io import StringIO
from typing import Any

import segno

import config
import realtime
import transport
from cli import migrate
from cli.check_settings import check_settings
from cli.data_lock import DataLock
from cli.exit import EXIT_MISCONFIGURED, exit_with
from cli.options import exit_if_unusable, raise_file_limit, serve_parser
from cli.ports import free_port, own_port
from cli.secrets_file import load_secrets
from cli.terminal import (
    HALF_BLOCKS,
    can_show,
    print_line,
    replace_unencodable_letters,
)
from web import template_cache
from web.lan_addresses import is_for_this_computer_only, urls_for_phones
from workshop.course.library import ContentError

MAX_HEADER_BYTES = 8_192
FEWER_PHONES_MESSAGE = (
    "En este sistema caben {} teléfonos a la vez. Para más, una computadora con Linux."
)
NO_PHONES_MESSAGES = {
    True: (
        "Teléfonos: ninguno puede entrar, solo esta computadora. Para que puedan: --host 0.0.0.0, "
        "o PUBLIC_URL si hay un proxy delante."
    ),
    False: "Teléfonos: esta computadora no está en ninguna red. Conéctala a la de la sala.",
}


def main(create_app) -> None:
    """Read the options, lock the data folder, build the app, print its addresses, serve."""
    replace_unencodable_letters()
    options = serve_parser().parse_args()
    check_settings(vars(config))
    os.umask(0o077)
    raise_file_limit()
    with exit_if_unusable(options.data):
        options.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if config.WORKER:  # the supervisor holds the folder, and tells people where we are
            host, port = own_port(options.host, options.port)
            token = config.CONSOLE_TOKEN
        else:
            lock = DataLock(options.data)
            host, port = free_port(options.host, options.port)
            token = secrets.token_urlsafe(24)
            lock.acquire(console_link(port, token))
        load_secrets(options.data)
    async_mode = config.ASYNC_MODE if "ASYNC_MODE" in os.environ else "eventlet"
    try:
        app = create_app(
            ASYNC_MODE=async_mode,
            CAPACITY_PROCESS=transport.capacity(async_mode, config.CAPACITY_PROCESS),
            HOST=host,
            PORT=port,
            DATA=options.data,
            CONSOLE_TOKEN=token,
        )
    except ContentError as error:
        exit_with(str(error), EXIT_MISCONFIGURED)
    migrate.open_databases(app)
    with migrate.exit_on_recovery_error(app):
        realtime.start(app)
    template_cache.start(app)
    if config.WORKER:  # the first one speaks for all, once all of them serve
        signal.signal(signal.SIGUSR1, lambda *_: print_addresses(app.config, moved=False))
    else:
        print_addresses(app.config, moved=port != options.port)
    serve(app, host, port)


def console_link(port: int, token: str) -> str:
    """Return the link that signs in to the console, on this computer."""
    return f"http://127.0.0.1:{port}/entrar/{token}"


def print_addresses(settings: Mapping[str, Any], moved: bool) -> None:
    """Print the console's link, the phones' addresses and a code to scan; nothing noisier."""
    lines = ["", f"Consola: {console_link(settings['PORT'], settings['CONSOLE_TOKEN'])}", ""]
    if moved:
        lines.insert(1, f"El puerto pedido estaba ocupado; uso el {settings['PORT']}.")
    urls = urls_for_phones(settings)
    lines += [f"Teléfonos: {url}" + (f"   ({name})" if name else "") for url, name in urls]
    if not urls:
        lines.append(NO_PHONES_MESSAGES[is_for_this_computer_only(settings)])
    if settings["CAPACITY_PROCESS"] < config.CAPACITY_PROCESS:
        lines.append(FEWER_PHONES_MESSAGE.format(settings["CAPACITY_PROCESS"]))
    if urls and can_show(HALF_BLOCKS):
        lines.append(terminal_qr(urls[0][0]))
    print_line("\n".join(lines))


def terminal_qr(url: str) -> str:
    """Return a QR of ``url`` drawn in half blocks."""
    drawn = StringIO()
    segno.make(url, error="l").terminal(drawn, compact=True, border=1)
    return drawn.getvalue()


def serve(app, host: str, port: int) -> None:
    """Serve until the process ends, with room for more connections than we let in."""
    most = app.config["CAPACITY_PROCESS"] + app.config["SPARE_CONNECTIONS"]
    if "websocket_server" in app.extensions:
        from transport.http import listener  # eventlet's, as everything of the lean transport

        listener.serve(
            app, host, port, most, MAX_HEADER_BYTES, app.extensions["response_cache"].get
        )
    elif app.config["ASYNC_MODE"] == "eventlet":
        from transport.http import stock_server

        stock_server.serve(app, host, port, most, MAX_HEADER_BYTES)
    else:
        app.extensions["socketio"].run(app, host=host, port=port, allow_unsafe_werkzeug=True)
