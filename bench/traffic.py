"""Traffic of a page, request by request and frame by frame, as Chromium's own tools count it."""

import asyncio
from dataclasses import dataclass, field
from math import inf
from urllib.parse import urlsplit

QUIET_S = 1.0  # seconds without anything new, after which a page is at rest


@dataclass
class Sent:
    """One request, or one socket, and what came of it and when (seconds of the browser's clock)."""

    url: str
    begun: float
    done: float = inf
    parts: list[tuple[float, int]] = field(default_factory=list)  # (when, bytes)
    is_socket: bool = False

    def bytes_by(self, when: float) -> int:
        """Return the bytes received by ``when``, headers included, compressed as they came."""
        return sum(size for at, size in self.parts if at <= when)

    def __str__(self):
        frames = " (frames)" if self.is_socket else ""
        return f"{self.bytes_by(inf):6d}  {urlsplit(self.url).path}{frames}"


@dataclass(frozen=True)
class Sum:
    """Sums of a page's traffic; a socket is one request, its frames are among the bytes."""

    begun: int
    requests: int
    kb: float
    socket_kb: float


class Traffic:
    """Everything sent to one page since this began to listen, or since ``forget``."""

    def __init__(self):
        self._by_id: dict[str, list[Sent]] = {}

    async def listen(self, tools) -> "Traffic":
        """Record everything that a CDP session's page is sent, with its cache disabled."""
        tools.on("Network.requestWillBeSent", self.asks)
        tools.on("Network.loadingFinished", self.ends)
        tools.on("Network.webSocketCreated", self.opens)
        tools.on("Network.webSocketHandshakeResponseReceived", self.connects)
        tools.on("Network.webSocketFrameReceived", self.hears)
        await tools.send("Network.enable")
        await tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
        return self

    def forget(self) -> None:
        """Count from here on."""
        self._by_id.clear()

    def asks(self, event: dict) -> None:
        """A request, or the next one of a redirected one; what was never on the wire is none."""
        url, at = event["request"]["url"], event["timestamp"]
        if not url.startswith(("http:", "https:")):
            return
        tries = self._by_id.setdefault(event["requestId"], [])
        if tries and "redirectResponse" in event:
            self._comes(tries[-1], at, event["redirectResponse"]["encodedDataLength"])
        tries.append(Sent(url, at))

    def ends(self, event: dict) -> None:
        """All of an answer is here."""
        for each in self._by_id.get(event["requestId"], [])[-1:]:
            self._comes(each, event["timestamp"], event["encodedDataLength"])

    def opens(self, event: dict) -> None:
        """A socket; it has no time of its own before its handshake."""
        self._by_id[event["requestId"]] = [Sent(event["url"], self._latest(), is_socket=True)]

    def connects(self, event: dict) -> None:
        """Its handshake was answered."""
        for each in self._by_id.get(event["requestId"], []):
            each.done = event["timestamp"]

    def hears(self, event: dict) -> None:
        """A frame came over a socket."""
        for each in self._by_id.get(event["requestId"], []):
            frame = event["response"]["payloadData"].encode()
            each.parts.append((event["timestamp"], len(frame)))

    def sent(self) -> list[Sent]:
        """Every request, in the order they were made."""
        return [each for tries in self._by_id.values() for each in tries]

    def sum(self, ms: float = inf) -> Sum:
        """Return the sums of the first ``ms`` milliseconds from the first request."""
        sent = self.sent()
        when = min((each.begun for each in sent), default=0.0) + ms / 1000
        sockets = sum(each.bytes_by(when) for each in sent if each.is_socket) / 1024
        return Sum(
            begun=sum(each.begun <= when for each in sent),
            requests=sum(each.done <= when and each.done < inf for each in sent),
            kb=sum(each.bytes_by(when) for each in sent) / 1024,
            socket_kb=sockets,
        )

    async def rest(self) -> None:
        """Wait until nothing has come for QUIET_S."""
        before = None
        while (now := self.sum()) != before:
            before = now
            await asyncio.sleep(QUIET_S)

    def _comes(self, sent: Sent, at: float, size: float) -> None:
        sent.done = at
        sent.parts.append((at, int(size)))

    def _latest(self) -> float:
        """The time of the last thing that was heard of."""
        times = [at for each in self.sent() for at in (each.begun, *(at for at, _ in each.parts))]
        return max(times, default=0.0)
