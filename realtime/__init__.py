"""The live loop: sockets in, answers stored, every screen told. The only wiring of its rooms."""

import transport
from realtime import admission
from realtime.answers import failpoints, writer
from realtime.answers.failpoints import Failpoint
from realtime.answers.write_probe import LastProbe
from realtime.answers.writer import Writer
from realtime.fanout import (
    event_retries,
    reconcile,
    redis_pubsub,
    subscribers,
    tally_ticker,
)
from realtime.fanout.broadcasts import ShownVersions
from realtime.fanout.join_flood import JoinFloodMonitor
from realtime.fanout.missed_answers import MissedAnswers
from realtime.fanout.tally_ticker import TallyTicker
from realtime.jobs import (
    deadlines,
    gc_schedule,
    network_watch,
    presence_seconds,
    shutdown,
    startup_recovery,
)
from realtime.protocol import packet_guard, socketio_server
from realtime.state import live_state
from realtime.state.cluster import ClusterPresence
from realtime.state.connections import PhoneConnections, ScreenConnections
from realtime.state.joins import JoinBatcher
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import OpenRounds
from realtime.state.phone_limits import RequestLimiter, TextLimiter
from realtime.views.snapshots import PhoneSnapshots
from transport.environ import IS_FULL_KEY
from web import auth, lan_addresses, log_filter


def init_app(app) -> None:
    """Attach the live loop to ``app``; a second app in this process has one of its own."""
    begin_memory(app)
    app.extensions["health"].is_degraded = lambda: live_state_of(app)[Writer].failing
    app.extensions["health"].is_full = lambda environ: bool(environ.get(IS_FULL_KEY))
    app.extensions["networks"] = lan_addresses.LanAddresses(app.config)
    socketio_server.init_app(app, redis_pubsub.client_manager(app))
    auth.init_app(app)
    log_filter.init_app(app)
    packet_guard.init_app(app)
    admission.init_app(app)
    failpoints.init_app(app)
    subscribers.init_app(app)


def begin_memory(app) -> None:
    """Give ``app`` an empty memory, as after a restart; what is not in this list is not kept."""
    live_state.init_app(
        app,
        OpenRounds(),
        PhoneConnections(),
        ScreenConnections(),
        JoinBatcher(),
        TextLimiter(app.config["TEXTS_A_MINUTE"]),
        RequestLimiter(),
        ClusterPresence(is_shared=bool(app.config["DATABASE_URL"])),
        Writer(),
        LastProbe(),
        Failpoint(app.config["FAULT"]),
        ShownVersions(),
        MissedAnswers(),
        TallyTicker(),
        JoinFloodMonitor(),
        PhoneSnapshots(),
    )


def start(app) -> None:
    """Start what runs beside requests: transport, writer, tally ticker, jobs, watchdogs."""
    transport.choose(app, app.extensions["socketio"].server)
    startup_recovery.recover(app)
    for part in (
        redis_pubsub,
        writer,
        tally_ticker,
        presence_seconds,
        deadlines,
        packet_guard,
        gc_schedule,
        reconcile,
        network_watch,
        event_retries,
        shutdown,
    ):
        part.start(app)
