"""HTTP by hand, for people who are simulated: one request, or one after the other over one line."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

REPLY_TIMEOUT_S = 30.0  # seconds; a wave of a thousand phones is served one after another


@dataclass
class Reply:
    """An HTTP answer."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes = b""

    def json(self) -> Any:
        return json.loads(self.body or b"null")

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key == name.lower()), "")


async def request(base: str, method: str, path: str, body=None, headers=None) -> Reply:
    """One request, one connection. ``body``: a dict goes as JSON, a list of pairs as a form."""
    connection = Connection(base)
    try:
        return await connection.ask(method, path, body, {"Connection": "close", **(headers or {})})
    finally:
        connection.close()


class Connection:
    """A line to one server that is kept between requests, as browsers keep theirs."""

    def __init__(self, base: str):
        self._where = urlsplit(base)
        self._reader: Any = None
        self._writer: Any = None
        self._turn = asyncio.Lock()

    async def ask(self, method: str, path: str, body=None, headers=None) -> Reply:
        """One request, as in ``request``; over a new line where the last one was closed."""
        sent = {"Host": self._where.netloc, **(headers or {})}
        data = b""
        if body is not None:
            is_form = isinstance(body, list)
            data = (urlencode(body) if is_form else json.dumps(body)).encode()
            kind = "application/x-www-form-urlencoded" if is_form else "application/json"
            sent |= {"Content-Type": kind, "Content-Length": str(len(data))}
        lines = [f"{method} {path} HTTP/1.1", *(f"{k}: {v}" for k, v in sent.items())]
        async with self._turn:
            await self._open()
            try:
                self._writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + data)
                async with asyncio.timeout(REPLY_TIMEOUT_S):
                    reply = await self._read()
            except BaseException:
                self.close()
                raise
            if "close" in (sent.get("Connection"), reply.header("connection").lower()):
                self.close()
        return reply

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    async def _open(self) -> None:
        gone = self._writer is None or self._writer.is_closing() or self._reader.at_eof()
        if gone:
            self.close()
            where = self._where.hostname, self._where.port
            self._reader, self._writer = await asyncio.open_connection(*where)

    async def _read(self) -> Reply:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        first, *fields = head.rstrip("\r\n").split("\r\n")
        pairs = [(k.lower(), v.strip()) for k, _, v in (line.partition(":") for line in fields)]
        reply = Reply(int(first.split()[1]), pairs)
        if "chunked" in reply.header("transfer-encoding"):
            reply.body = await self._read_chunks()
        elif reply.status not in (204, 304):
            reply.body = await self._reader.readexactly(int(reply.header("content-length")))
        return reply

    async def _read_chunks(self) -> bytes:
        chunks = []
        while size := int(await self._reader.readuntil(b"\r\n"), 16):
            chunks.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(chunks)
