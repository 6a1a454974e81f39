"""Index of rooms by socket, so that leaving costs the same however many are inside.

python-socketio's manager gives each socket a room of its own and, when one leaves, looks for it
in all of them: five thousand phones that lose their Wi-Fi cost twenty-five million looks.
"""

from typing import Any


class Queue(dict):
    """A list that forgets as fast as it remembers: what the manager keeps of who comes or goes."""

    def append(self, sid: str) -> None:
        self[sid] = True

    def remove(self, sid: str) -> None:
        del self[sid]


def index_rooms(manager: Any) -> None:
    """Let ``manager``, whatever kind it is, remember which rooms each socket entered."""

    class IndexedManager(type(manager)):  # type: ignore[misc]
        def pre_connect(self, eio_sid, namespace):
            self.pending_connect.setdefault(namespace, Queue())
            return super().pre_connect(eio_sid, namespace)

        def pre_disconnect(self, sid, namespace):
            self.pending_disconnect.setdefault(namespace, Queue())
            return super().pre_disconnect(sid, namespace)

        def basic_enter_room(self, sid, namespace, room, eio_sid=None):
            super().basic_enter_room(sid, namespace, room, eio_sid)
            if room is not None and room != sid:
                self.entered[sid] = (*self.entered.get(sid, ()), room)

        def basic_leave_room(self, sid, namespace, room):
            super().basic_leave_room(sid, namespace, room)
            if room in (rooms := self.entered.get(sid, ())):
                self.entered[sid] = tuple(each for each in rooms if each != room)

        def basic_disconnect(self, sid, namespace, **kwargs):
            if namespace not in self.rooms:
                return
            for room in (*self.entered.pop(sid, ()), sid, None):
                super().basic_leave_room(sid, namespace, room)
            self.callbacks.pop(sid, None)
            for waiting in (self.pending_connect, self.pending_disconnect):
                queue = waiting.get(namespace)
                if queue is not None and sid in queue:
                    queue.remove(sid)
                    if not queue:
                        del waiting[namespace]

    manager.entered = {}  # socket → its rooms, besides everyone's and its own
    manager.__class__ = IndexedManager
