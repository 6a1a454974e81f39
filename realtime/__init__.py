"""The live loop: sockets in, answers stored, every screen told. The only wiring of its rooms."""

import transport
from realtime import namespaces
from realtime.answers import failpoints, writer
from realtime.fanout import (
    broadcasts,
    event_retries,
    reconcile,
    redis_pubsub,
    seat_flood,
    subscribers,
    tally_ticker,
)
from realtime.jobs import deadlines, gc_schedule, network_watch, presence_seconds, shutdown
from realtime.protocol import packet_guard, socketio_server
from realtime.state import cluster
from web import auth, lan_addresses, log_filter, rate_limit


def init_app(app) -> None:
    """Attach the live loop to ``app``: registered here, so that a second app hears too."""
    app.extensions["health"].is_degraded = lambda: writer.writer.failing
    app.extensions["networks"] = lan_addresses.Networks(app.config)
    cluster.init_app(app)
    socketio_server.init_app(app, redis_pubsub.client_manager(app))
    auth.init_app(app)
    log_filter.init_app(app)
    packet_guard.init_app(app)
    namespaces.init_app(app)
    broadcasts.init_app(app)
    failpoints.init_app(app)
    rate_limit.init_app(app)
    seat_flood.init_app(app)
    tally_ticker.init_app(app)
    subscribers.init_app(app)


def start(app) -> None:
    """Start what runs beside requests: transport, writer, tally ticker, jobs, watchdogs."""
    transport.choose(app, app.extensions["socketio"].server)
    deadlines.recover(app)
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
