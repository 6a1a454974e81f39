"""The wire: who may enter, snapshots, the only emit, the answer writer, the tally pulse."""

from realtime import broadcasts, clockwork, entry, gate, presence, pulse, wire, writer


def init_app(app) -> None:
    """Attach the wire to ``app``. Namespaces are registered here, so a second app hears them too."""
    wire.init_app(app)
    gate.init_app(app)
    entry.init_app(app)
    broadcasts.init_app(app)


def start(app) -> None:
    """Start what runs beside the requests: writer, pulse, clockwork, presence, the gate's watchdog."""
    clockwork.recover(app)
    for part in (writer, pulse, presence, clockwork, gate):
        part.start(app)
