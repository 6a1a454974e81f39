"""A TCP proxy between one browser and the program: cut it, drop its replies, restore it."""

import contextlib
import socket
import threading


class NetworkProxy:
    """A port that leads to the program's port, for HTTP and sockets alike."""

    def __init__(self, port):
        self._to = port
        self._deaf = False
        self._pairs = []
        self._plug(0)
        self.port = self._door.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"

    def cut(self):
        """Every connection breaks, and none can be made."""
        with contextlib.suppress(OSError):
            self._door.shutdown(
                socket.SHUT_RDWR
            )  # closing alone does not wake the thread in accept
        self._door.close()
        for ends in self._pairs:
            for end in ends:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._pairs.clear()

    def drop_replies(self):
        """What the phone says arrives; what the program answers does not."""
        self._deaf = True

    def restore(self):
        """The network is back."""
        self._deaf = False
        self._plug(self.port)

    def _plug(self, port):
        self._door = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._serve, args=(self._door,), daemon=True).start()

    def _serve(self, door):
        while True:
            try:
                near, _ = door.accept()
            except OSError:
                door.close()
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._to))
            except OSError:
                near.close()  # the program is not there just now
                continue
            self._pairs.append((near, far))
            threading.Thread(target=self._carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self._carry, args=(far, near, True), daemon=True).start()

    def _carry(self, source, target, back):
        with contextlib.suppress(OSError):
            while data := source.recv(65_536):
                if not (back and self._deaf):
                    target.sendall(data)
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        source.close()  # the other direction closes the other end
