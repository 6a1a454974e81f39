"""Connections: phones' sockets by run, counted from the table of sockets itself."""

import time
from collections.abc import KeysView
from dataclasses import dataclass, field
from functools import partial

from realtime.protocol.packet_guard import EVENTS_AT_ONCE, EVENTS_PER_S
from realtime.state.live_state import proxy_to
from web.rate_limit import TokenBucket

SOCKETS_PER_PHONE = 3  # tabs of one phone; the oldest is closed
SUSPENSION_S = 10.0  # seconds a phone stays outside after its socket was cut for speed


@dataclass
class PhoneConnection:
    """One socket of one phone."""

    sid: str
    eio_sid: str
    run_id: int
    participant_id: str
    token: str
    alias: str = ""
    is_silent: bool = False  # it came in a moment ago, and cannot have answered anything
    bucket: TokenBucket = field(default_factory=partial(TokenBucket, EVENTS_PER_S, EVENTS_AT_ONCE))


class PhoneConnections:
    """Every connected phone of this process."""

    def __init__(self):
        self._by_sid: dict[str, PhoneConnection] = {}
        self._by_run: dict[int, dict[str, list[PhoneConnection]]] = {}
        self._suspended_until: dict[str, float] = {}

    def __len__(self) -> int:
        return len(self._by_sid)

    def get(self, sid: str) -> PhoneConnection | None:
        """The phone's connection behind a socket."""
        return self._by_sid.get(sid)

    def add(self, connection: PhoneConnection) -> PhoneConnection | None:
        """Add a socket. Returns the phone's oldest one, removed, if it has too many."""
        self._by_sid[connection.sid] = connection
        sockets = self._by_run.setdefault(connection.run_id, {}).setdefault(
            connection.participant_id, []
        )
        sockets.append(connection)
        return self.remove(sockets[0].sid) if len(sockets) > SOCKETS_PER_PHONE else None

    def remove(self, sid: str) -> PhoneConnection | None:
        """Remove a socket, once."""
        connection = self._by_sid.pop(sid, None)
        if connection is None:
            return None
        phones = self._by_run[connection.run_id]
        sockets = phones[connection.participant_id]
        sockets.remove(connection)
        if not sockets:
            del phones[connection.participant_id]
        if not phones:
            del self._by_run[connection.run_id]
        return connection

    def remove_gone(self, is_there) -> set[int]:
        """Remove connections whose socket is gone. Returns the runs they were in.

        A client that leaves while it is still being let in can slip past its own disconnect.
        """
        ghosts = [connection for connection in self._by_sid.values() if not is_there(connection)]
        for connection in ghosts:
            self.remove(connection.sid)
        return {connection.run_id for connection in ghosts}

    def suspend(self, participant_id: str) -> None:
        """Let this phone in no more for SUSPENSION_S, not even with a new socket."""
        now = time.monotonic()
        self._suspended_until = {
            who: until for who, until in self._suspended_until.items() if until > now
        }
        self._suspended_until[participant_id] = now + SUSPENSION_S

    def seconds_suspended(self, participant_id: str) -> float:
        """Seconds until this phone is let in again; 0 for all the others."""
        return max(0.0, self._suspended_until.get(participant_id, 0.0) - time.monotonic())

    def inside(self, run_id: int) -> int:
        """Count a run's connected phones."""
        return len(self._by_run.get(run_id, ()))

    def participant_ids(self, run_id: int) -> KeysView[str]:
        """The participants of a run that are connected: no copy, it changes as they come and go."""
        return self._by_run.get(run_id, {}).keys()

    def runs(self) -> list[int]:
        """The runs somebody is in."""
        return list(self._by_run)

    def phones(self, run_id: int) -> list[PhoneConnection]:
        """The newest connection of each phone of a run."""
        return [sockets[-1] for sockets in self._by_run.get(run_id, {}).values()]

    def sockets(self, run_id: int) -> list[PhoneConnection]:
        """Every socket of a run."""
        return [
            connection for phone in self._by_run.get(run_id, {}).values() for connection in phone
        ]


class ScreenConnections:
    """Sockets of walls and consoles of this process."""

    def __init__(self) -> None:
        self.walls: dict[str, int] = {}  # socket → run
        self.consoles: dict[str, str] = {}  # socket → digest of the session it was opened with

    def how_many_walls(self, run_id: int) -> int:
        """Number of walls that show this run now."""
        return list(self.walls.values()).count(run_id)

    def consoles_of(self, digest: str) -> list[str]:
        """Sockets of the consoles that were opened with a session."""
        return [sid for sid, opened in self.consoles.items() if opened == digest]


phone_connections = proxy_to(PhoneConnections)
screen_connections = proxy_to(ScreenConnections)
