"""Keys that we add to a WSGI environ, known to the servers below and to the middleware above."""

FULL = "mano_alzada.full"  # there was no place left for this connection
SOCKET_INPUT = "eventlet.input"  # by which a stock server hands on the connection
VIA_PROXY = "mano_alzada.via_proxy"  # the request came through the proxy: never «this computer»
