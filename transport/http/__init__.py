"""HTTP over eventlet without a greenlet for each waiting connection."""
