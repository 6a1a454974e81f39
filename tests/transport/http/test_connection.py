"""A connection whose client says more than is wanted: no byte of it may be lost in between."""

import socket

from transport.http.connection import AT_ONCE, MOST_AHEAD, Visitor

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"


class Hall:
    """A porch that answers nobody by itself."""

    def __init__(self):
        self.handed = []

    def listen(self, fd, callback):
        return callback

    def forget_listener(self, listener):
        pass

    def forget(self, visitor):
        pass

    def expect(self, visitor):
        pass

    def ready(self, request):
        return None

    def serve(self, visitor, request, body):
        pass

    def hand_over(self, sock, heard, address):
        self.handed.append((sock, heard))


def test_whoever_takes_over_hears_everything_that_was_said_ahead():
    hall = Hall()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    with ours, theirs:
        visitor = Visitor(hall, ours, ("127.0.0.1", 1))
        theirs.sendall(GET)
        visitor._on_readable(0)  # it is being answered from now on
        ahead = b"".join(b"%08d" % number for number in range((MOST_AHEAD + 4 * AT_ONCE) // 8))
        theirs.sendall(ahead)
        while visitor._listener is not None:
            visitor._on_readable(0)
        visitor.answered(closes=False)
        [(sock, heard)] = hall.handed
        while len(heard) < len(ahead):
            heard += sock.recv(AT_ONCE)
        assert heard == ahead
