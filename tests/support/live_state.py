"""Memory of the app that was built last, as a test looks into it without an app context."""

from typing import Any, cast

from werkzeug.local import LocalProxy

import realtime
from realtime.answers.writer import Writer
from realtime.state.cluster import ClusterPresence
from realtime.state.connections import PhoneConnections, ScreenConnections
from realtime.state.joins import JoinBatcher
from realtime.state.live_state import live_state_of
from realtime.state.open_rounds import OpenRounds

_built: list[Any] = []  # the newest last


def note_built(app):
    """From now on a test looks into this one."""
    _built[:] = [app]


def part(kind):
    """Stand-in for the part of the app that was built last."""
    return cast(kind, LocalProxy(lambda: live_state_of(_built[-1])[kind]))


open_rounds, phone_connections, screen_connections = (
    part(OpenRounds),
    part(PhoneConnections),
    part(ScreenConnections),
)
writer, cluster_presence, join_batcher = part(Writer), part(ClusterPresence), part(JoinBatcher)


def forget_everything():
    """As after a restart: what is not in the database is gone."""
    realtime.begin_memory(_built[-1])


def forget_open_rounds():
    """As a killed process, but for its sockets."""
    for live in open_rounds.all():
        open_rounds.drop_run(live.run_id)
