"""Keys of a WSGI environ that the servers set, for what stands above them."""

FULL = "mano_alzada.full"  # there was no place left for this connection
SOCKET_INPUT = "eventlet.input"  # by which a stock server hands on the connection
OURS = "mano_alzada."  # keys of the middleware above begin so, and are kept with a connection
