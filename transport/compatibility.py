"""Check that the installed libraries are those that the lean transport was made for.

It uses their internals, so they are checked at every start; on any difference the stock transport
serves (docs/decisions/0040-own-websocket-transport.md).
"""

import inspect
from importlib.metadata import PackageNotFoundError, version

KNOWN_VERSIONS = {"python-engineio": "4.15.1", "python-socketio": "5.18.1", "eventlet": "0.41.3"}
HUB_ADD_PARAMETERS = ["evtype", "fileno", "cb", "tb", "mac"]
KNOWN_HUBS = {"eventlet.hubs.epolls", "eventlet.hubs.poll"}  # they call listeners with the fd
INPUT_PARAMETERS = [
    "self",
    "rfile",
    "content_length",
    "sock",
    "wfile",
    "wfile_line",
    "chunked_input",
]
CONNECT_PARAMETERS = ["environ", "start_response", "transport", "jsonp_index"]
SOCKET_METHOD_NAMES = {"send", "close", "check_ping_timeout", "schedule_ping"}


def differences_of(server) -> list[str]:
    """Return what differs from what we stand on; empty if the lean transport fits ``server``."""
    return [*_versions(), *_engineio(server), *_eventlet()]


def _versions() -> list[str]:
    found = {}
    for name in KNOWN_VERSIONS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return [f"{name} {found[name]}" for name, ours in KNOWN_VERSIONS.items() if found[name] != ours]


def _engineio(server) -> list[str]:
    import engineio.socket

    checks = {
        "engineio's connect": list(inspect.signature(server._handle_connect).parameters)
        == CONNECT_PARAMETERS,
        "engineio's table of sockets": isinstance(server.sockets, dict),
        "engineio's message handler": callable(server.handlers.get("message")),
        "engineio's events": callable(getattr(server, "_trigger_event", None)),
        "engineio's service task": hasattr(server, "start_service_task"),
        "engineio's socket": set(dir(engineio.socket.Socket)) >= SOCKET_METHOD_NAMES,
    }
    return [what for what, fits in checks.items() if not fits]


def _eventlet() -> list[str]:
    from eventlet import greenio, hubs, wsgi

    hub = hubs.get_hub()
    checks = {
        "eventlet's hub": type(hub).__module__ in KNOWN_HUBS,
        "eventlet's listeners": list(inspect.signature(hub.add).parameters) == HUB_ADD_PARAMETERS,
        "eventlet's way out of WSGI": hasattr(wsgi, "WSGI_LOCAL"),
        "eventlet's request body": hasattr(wsgi.Input, "get_socket")
        and list(inspect.signature(wsgi.Input.__init__).parameters) == INPUT_PARAMETERS,
        "eventlet's answers": callable(getattr(wsgi.HttpProtocol, "handle_one_response", None)),
        "eventlet's socket": hasattr(greenio.GreenSocket, "fd"),
    }
    return [what for what, fits in checks.items() if not fits]
