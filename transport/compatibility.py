"""Which libraries the lean transport was made for, and whether these are them.

It stands on what they do not promise, so it asks at every start; on any difference the stock
transport serves (docs/decisions/0040-own-websocket-transport.md).
"""

import inspect
from importlib.metadata import PackageNotFoundError, version

VERSIONS = {"python-engineio": "4.15.1", "python-socketio": "5.18.1", "eventlet": "0.41.3"}
HUB_ADD = ["evtype", "fileno", "cb", "tb", "mac"]
HUBS = {"eventlet.hubs.epolls", "eventlet.hubs.poll"}  # both call listeners with the file's number
INPUT = ["self", "rfile", "content_length", "sock", "wfile", "wfile_line", "chunked_input"]
CONNECT = ["environ", "start_response", "transport", "jsonp_index"]
SOCKET = {"send", "close", "check_ping_timeout", "schedule_ping"}


def broken_by(server) -> list[str]:
    """Return what differs from what we stand on; empty if the lean transport fits ``server``."""
    return [*_versions(), *_engineio(server), *_eventlet()]


def _versions() -> list[str]:
    found = {}
    for name in VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return [f"{name} {found[name]}" for name, ours in VERSIONS.items() if found[name] != ours]


def _engineio(server) -> list[str]:
    import engineio.socket

    checks = {
        "engineio's connect": list(inspect.signature(server._handle_connect).parameters) == CONNECT,
        "engineio's table of sockets": isinstance(server.sockets, dict),
        "engineio's message handler": callable(server.handlers.get("message")),
        "engineio's events": callable(getattr(server, "_trigger_event", None)),
        "engineio's service task": hasattr(server, "start_service_task"),
        "engineio's socket": set(dir(engineio.socket.Socket)) >= SOCKET,
    }
    return [what for what, fits in checks.items() if not fits]


def _eventlet() -> list[str]:
    from eventlet import greenio, hubs, wsgi

    hub = hubs.get_hub()
    checks = {
        "eventlet's hub": type(hub).__module__ in HUBS,
        "eventlet's listeners": list(inspect.signature(hub.add).parameters) == HUB_ADD,
        "eventlet's way out of WSGI": hasattr(wsgi, "WSGI_LOCAL"),
        "eventlet's request body": hasattr(wsgi.Input, "get_socket")
        and list(inspect.signature(wsgi.Input.__init__).parameters) == INPUT,
        "eventlet's answers": callable(getattr(wsgi.HttpProtocol, "handle_one_response", None)),
        "eventlet's socket": hasattr(greenio.GreenSocket, "fd"),
    }
    return [what for what, fits in checks.items() if not fits]
