"""A connection whose client says more than is wanted: no byte of it may be lost in between."""

import socket

from transport.http.connection import MAX_AHEAD_BYTES, READ_BYTES, HttpConnection

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


class Hall:
    """A listener that answers nobody by itself."""

    def __init__(self):
        self.handed = []

    def add_hub_listener(self, fd, callback):
        return callback

    def remove_hub_listener(self, listener):
        pass

    def remove(self, connection):
        pass

    def set_deadline(self, connection):
        pass

    def cached_response(self, request):
        return None

    def serve(self, connection, request, body):
        pass

    def hand_over(self, sock, heard, address):
        self.handed.append((sock, heard))


def test_whoever_takes_over_hears_everything_that_was_said_ahead():
    hall = Hall()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        connection = HttpConnection(hall, ours, ("127.0.0.1", 1))
        theirs.sendall(GET)
        connection._on_readable(0)  # it is being answered from now on
        ahead = b"".join(
            b"%08d" % number for number in range((MAX_AHEAD_BYTES + 4 * READ_BYTES) // 8)
        )
        theirs.sendall(ahead)
        while connection._hub_listener is not None:
            connection._on_readable(0)
        connection.finish_response(closes=False)
        [(sock, heard)] = hall.handed
        while len(heard) < len(ahead):
            heard += sock.recv(READ_BYTES)
        assert heard == ahead
