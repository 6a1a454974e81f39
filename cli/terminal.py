"""Printing on any terminal or pipe: no letter and no closed pipe ends a server."""

import sys
from contextlib import suppress
from io import TextIOWrapper

HALF_BLOCKS = "▀▄█"  # a QR is drawn with them


def replace_unencodable_letters() -> None:
    """A «?» for a letter that the terminal, the file or the pipe does not know."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def print_line(text: str) -> None:
    """Print ``text`` at once. Where nobody reads any more, or the disk is full, go on."""
    with suppress(OSError, ValueError):
        print(text, flush=True)  # noqa: T201 - this is what the command is for


def can_show(text: str) -> bool:
    """Would every letter of ``text`` be seen as it is?"""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except UnicodeError:
        return False
    return True
