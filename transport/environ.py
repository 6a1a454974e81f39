"""Keys of a WSGI environ that the servers set, for what stands above them."""

IS_FULL_KEY = "mano_alzada.full"  # there was no place left for this connection
SOCKET_INPUT_KEY = "eventlet.input"  # by which a stock server hands on the connection
ENVIRON_PREFIX = "mano_alzada."  # of the middleware's own keys; they are kept with a connection
