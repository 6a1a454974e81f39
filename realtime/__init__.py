"""The wire: who may enter, snapshots, the only emit, the answer writer, the tally pulse."""

import realtime.broadcasts as broadcasts
import realtime.clockwork as clockwork
import realtime.company as company
import realtime.entry as entry
import realtime.failpoints as failpoints
import realtime.farewell as farewell
import realtime.gate as gate
import realtime.network_watch as network_watch
import realtime.presence as presence
import realtime.pulse as pulse
import realtime.retelling as retelling
import realtime.tidying as tidying
import realtime.watch as watch
import realtime.wire as wire
import realtime.writer as writer
import transport as transport
from web import auth as doors
from web import lan_addresses as addresses
from web import log_filter as quiet_log
from web import rate_limit as text_pace


def init_app(app) -> None:
    """Attach the wire to ``app``: registered here, so that a second app hears too."""
    app.extensions["networks"] = addresses.Networks(app.config)
    company.init_app(app)
    wire.init_app(app)
    doors.init_app(app)
    quiet_log.init_app(app)
    gate.init_app(app)
    entry.init_app(app)
    broadcasts.init_app(app)
    failpoints.init_app(app)
    text_pace.init_app(app)
    retelling.init_app(app)


def start(app) -> None:
    """Start what runs beside requests: transport, writer, pulse, clockwork, presence, watchdog."""
    transport.choose(app, wire.socketio.server)
    clockwork.recover(app)
    for part in (
        writer,
        pulse,
        presence,
        clockwork,
        gate,
        tidying,
        watch,
        network_watch,
        retelling,
        farewell,
    ):
        part.start(app)
