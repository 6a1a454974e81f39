"""Run a program without what Python lacks on Windows.

``python tests/support/simulated_windows.py app.py …`` starts one so.

Its own loop has only ``select``, which takes 512 sockets (FD_SETSIZE); there is no fcntl, no
resource, no SIGHUP and no SO_REUSEPORT; ``ctypes.CDLL(None)`` raises what CPython raises there.
"""

import _socket
import runpy
import sys

MAX_SELECT_SOCKETS = 512
SIGNALS = "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGKILL", "SIGALRM", "SIGCHLD", "SIGPIPE"
OF_OS = "fork", "geteuid", "getuid", "register_at_fork", "uname", "sched_getaffinity"

for name in ("SO_REUSEPORT", "AF_UNIX", "socketpair"):
    delattr(_socket, name)  # before anything imports ``socket``

import builtins  # noqa: E402
import ctypes  # noqa: E402
import os  # noqa: E402
import select  # noqa: E402
import signal  # noqa: E402
import types  # noqa: E402

import ifaddr  # noqa: E402, F401 - there it asks Windows, here it is to have what it needs


def main() -> None:
    """Take it all away, then be the program."""
    _no_fcntl()
    for name in SIGNALS:
        delattr(signal, name)
    for name in OF_OS:
        delattr(os, name)
    _only_select()
    _strict_ctypes()
    sys.argv = sys.argv[1:]
    sys.path[0] = os.path.dirname(os.path.abspath(sys.argv[0]))
    runpy.run_path(sys.argv[0], run_name="__main__")


def _no_fcntl() -> None:
    """Nobody finds it but who has another way on Windows, which is not here."""
    for module in ("fcntl", "resource"):
        sys.modules.pop(module, None)
    real = builtins.__import__

    def find(name, where=None, *rest, **more):
        if name in ("fcntl", "resource"):
            who = (where or {}).get("__name__", "")
            if not who.startswith(("filelock", "asyncio")):
                raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, where, *rest, **more)

    builtins.__import__ = find


def _only_select() -> None:
    for name in ("epoll", "poll"):
        delattr(select, name)
    real = select.select

    def bounded(*lists_and_seconds):
        if any(len(each) > MAX_SELECT_SOCKETS for each in lists_and_seconds[:3]):
            raise ValueError("too many file descriptors in select()")
        return real(*lists_and_seconds)

    select.select = bounded
    copy = types.ModuleType("select")  # eventlet makes one of its own, with all there is
    copy.__dict__.update(vars(select))
    sys.modules["__original_module_select"] = copy


def _strict_ctypes() -> None:
    class CDLL(ctypes.CDLL):
        def __init__(self, name, *args, **kwargs):
            if name is None:  # as ctypes/__init__.py on Windows: «if '/' in name or '\\' in name»
                raise TypeError("argument of type 'NoneType' is not iterable")
            super().__init__(name, *args, **kwargs)

    ctypes.CDLL = CDLL  # type: ignore[misc]


main()
