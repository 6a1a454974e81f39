"""WebSocket (RFC 6455) over eventlet without a greenlet for each phone."""
