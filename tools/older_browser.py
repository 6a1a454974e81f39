"""Plays an older browser: a proxy that takes away, from what is served, what that browser lacks.

``IPHONE_15_4`` is the oldest iPhone that takes part, ``IPHONE_15_3`` the newest that does not.
"""

import asyncio
import contextlib
import re
from dataclasses import dataclass, field

from tools.balancer import Balancer, pour

HEAD = re.compile(rb"<head[^>]*>", re.IGNORECASE)
IMPORT_MAP = re.compile(rb"<script[^>]*type=[\"']?importmap.*?</script>", re.DOTALL)
MISSING_SCRIPT = b"/older.js"


@dataclass(frozen=True)
class OlderBrowser:
    """A browser that lacks ``apis`` (expressions that can be deleted) and these words of CSS."""

    apis: tuple[str, ...]
    css: tuple[str, ...] = field(default=())
    layers: bool = True

    def script(self) -> bytes:
        """Forgets what this browser never had, before any script of the page."""
        return "".join(f"delete {api};\n" for api in self.apis).encode()

    def page(self, html: bytes) -> bytes:
        """A page without import maps, that forgets first of all."""
        tag = b'<script src="' + MISSING_SCRIPT + b'"></script>'
        return HEAD.sub(lambda match: match[0] + tag, IMPORT_MAP.sub(b"", html), count=1)

    def sheet(self, css: bytes) -> bytes:
        """A style sheet in which the words it does not know mean nothing."""
        for word in self.css:
            css = css.replace(word.encode(), b"unknown-" + word.lstrip("@:").encode())
        return css if self.layers else without_layers(css)


IPHONE_15_4 = OlderBrowser(
    apis=(
        "HTMLFormElement.prototype.requestSubmit",  # 16
        "Element.prototype.checkVisibility",  # 17.4
        "AbortSignal.timeout",  # 16
        "AbortSignal.any",  # 17.4
        "HTMLElement.prototype.inert",  # 15.5
        "Array.prototype.toSorted",  # 16
        "Array.prototype.toReversed",
        "Array.prototype.toSpliced",
        "Array.prototype.with",
        "Object.groupBy",  # 17.4
        "Map.groupBy",
        "Promise.withResolvers",  # 17.4
        "Set.prototype.union",  # 17
        "String.prototype.isWellFormed",  # 16.4
        "String.prototype.toWellFormed",
        "Element.prototype.setHTMLUnsafe",
        "Document.prototype.startViewTransition",
        "HTMLElement.prototype.showPopover",
        "HTMLElement.prototype.popover",
        "Navigator.prototype.wakeLock",  # 16.4
    ),
    css=("color-mix(", "field-sizing:", "content-visibility:", "subgrid"),
)
IPHONE_15_3 = OlderBrowser(
    (*IPHONE_15_4.apis, "window.CSSLayerBlockRule"), IPHONE_15_4.css, layers=False
)
CHROME_99 = OlderBrowser(
    (*IPHONE_15_4.apis, "HTMLElement.prototype.inert"),
    (*IPHONE_15_4.css, "oklch("),
)


def without_layers(css: bytes) -> bytes:
    """The part of a style sheet that a browser without ``@layer`` sees: nothing inside of one."""
    kept, at = [], 0
    while (start := css.find(b"@layer", at)) >= 0:
        kept.append(css[at:start])
        opening, end = css.find(b"{", start), css.find(b";", start)
        if 0 <= end < opening or opening < 0:  # a statement: only the order
            at = end + 1
            continue
        depth, at = 1, opening + 1
        while depth:
            depth += {123: 1, 125: -1}.get(css[at], 0)
            at += 1
    return b"".join([*kept, css[at:]])


class Proxy(Balancer):
    """Listens on a port of its own, in a thread, in front of the program at ``port``."""

    def __init__(self, port: int, older: OlderBrowser):
        super().__init__([port])
        self.older = older

    @property
    def base(self) -> str:
        """Address of this server, for a browser."""
        return f"http://127.0.0.1:{self.port}"

    async def _serve(self, reader, writer) -> None:
        lines = [writer]
        with contextlib.suppress(OSError, EOFError, asyncio.CancelledError):
            head = await reader.readuntil(b"\r\n\r\n")
            if head.split(b" ")[1] == MISSING_SCRIPT:
                writer.write(_reply(b"HTTP/1.1 200 OK", b"text/javascript", self.older.script()))
            else:
                there, back = await asyncio.open_connection("127.0.0.1", self.ports[0])
                lines.append(back)
                await self._pass(head, (reader, writer), (there, back))
            await writer.drain()
        for line in lines:
            line.close()

    async def _pass(self, head: bytes, here, behind) -> None:
        (reader, writer), (there, back) = here, behind
        if b"upgrade: websocket" in head.lower():
            back.write(head)
            await asyncio.gather(pour(reader, back), pour(there, writer))
        else:
            body = await reader.readexactly(_length(head))
            back.write(_asked_plainly(head) + body)
            writer.write(self._older_reply(await there.read()))

    def _older_reply(self, reply: bytes) -> bytes:
        head, _, body = reply.partition(b"\r\n\r\n")
        lines = head.split(b"\r\n")
        kind = next((line for line in lines if line.lower().startswith(b"content-type:")), b"")
        if b"text/html" in kind:
            body = self.older.page(body)
        elif b"text/css" in kind:
            body = self.older.sheet(body)
        dropped = (b"content-length:", b"connection:")
        kept = [line for line in lines if not line.lower().startswith(dropped)]
        length = b"Content-Length: %d" % len(body)
        return b"\r\n".join([*kept, length, b"Connection: close", b"", body])


def _reply(first: bytes, kind: bytes, body: bytes) -> bytes:
    lines = [first, b"Content-Type: " + kind, b"Content-Length: %d" % len(body)]
    return b"\r\n".join([*lines, b"Connection: close", b"", body])


def _length(head: bytes) -> int:
    found = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return int(found[1]) if found else 0


def _asked_plainly(head: bytes) -> bytes:
    """The same request, for an answer that is not compressed and ends with the line."""
    lines = head[:-4].split(b"\r\n")
    dropped = (b"accept-encoding:", b"connection:")
    kept = [line for line in lines if not line.lower().startswith(dropped)]
    return b"\r\n".join([*kept, b"Connection: close", b"", b""])
