"""The wire: who may enter, snapshots, the only emit, the answer writer, the tally pulse."""

import transport as transport
from realtime import namespaces as entry
from realtime.answers import failpoints as failpoints
from realtime.answers import writer as writer
from realtime.fanout import broadcasts as broadcasts
from realtime.fanout import event_retries as retelling
from realtime.fanout import reconcile as watch
from realtime.fanout import tally_ticker as pulse
from realtime.jobs import deadlines as clockwork
from realtime.jobs import gc_schedule as tidying
from realtime.jobs import network_watch as network_watch
from realtime.jobs import presence_seconds as presence
from realtime.jobs import shutdown as farewell
from realtime.protocol import packet_guard as gate
from realtime.protocol import socketio_server as wire
from realtime.state import cluster as company
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
