"""Counts of an open round and of who is inside, as far as each audience may see them."""

import time

from realtime.fanout.join_flood import join_flood_monitor
from realtime.protocol.audiences import FACILITATOR, PARTICIPANT, PROJECTOR, has_listeners
from realtime.protocol.emit import emit_to_run
from realtime.state.cluster import cluster_presence
from realtime.state.open_rounds import LiveRound
from realtime.views.live_tally import (
    count_ballots,
    on_the_wire,
    read_ballot_states,
    read_ballots,
    tally_ballots,
)
from workshop.activities.parts.public_list import PublicList
from workshop.models.participant import count_joined
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.reports.threshold import Threshold
from workshop.reports.visibility import Audience, ResultVisibility

PHONE_INTERVAL_S = 1.0  # a list that is read needs no more, and a thousand radios are spared


class TallySender:
    """Sends tallies and rosters, and remembers which list each run's phones were sent last."""

    def __init__(self) -> None:
        self._late: set[int] = set()  # runs whose phones were sent a list less than a second ago
        self._newcomers: set[int] = set()  # runs where a page may be older than the list sent last
        self._sent_to_phones: dict[int, tuple[float, object]] = {}  # run → when, and what

    def expect_newcomers(self, run_id: int) -> None:
        """Send this run's phones their list again, though it has not changed."""
        self._newcomers.add(run_id)

    def take_late(self) -> set[int]:
        """Return the runs whose phones wait for a list, and forget them."""
        late, self._late = self._late, set()
        return late

    def send_roster(self, run_id: int) -> None:
        """Send console and wall how many phones are connected, and how many ever joined."""
        payload = {"inside": cluster_presence.inside(run_id), "joined": count_joined(run_id)}
        if has_listeners(run_id, FACILITATOR):
            flood = join_flood_monitor.notice(run_id, payload["joined"])
            emit_to_run(FACILITATOR, run_id, "roster_changed", payload | flood)
        emit_to_run(PROJECTOR, run_id, "roster_changed", payload)

    def send_tally(self, live: LiveRound) -> None:
        """Send the count, and the tally as far as each audience may see it."""
        run = db.session.get(Run, live.run_id)
        if run is None:
            return
        private = None
        if live.mode == "A":
            counts = count_ballots(live, read_ballot_states(live.id))
        else:
            ballots = read_ballots(live.id)
            counts = count_ballots(live, ballots)
            tally = Threshold(run.k).protect(live.activity, tally_ballots(live, ballots))
            private = on_the_wire(live.activity, tally)
        message = {"round": live.id, "counts": counts.to_json(), "kind": live.activity.kind}
        visibility = ResultVisibility(run)
        shown, on_wall = (
            private if visibility.of_open(live, audience, counts.answered).told else None
            for audience in (Audience.PHONES, Audience.WALL)
        )
        if not run.paused:  # a covered wall is told nothing that it could show
            emit_to_run(PROJECTOR, live.run_id, "tally_changed", message | {"tally": on_wall})
        if isinstance(live.activity, PublicList) and shown is not None:
            self._send_to_phones(
                live, {"round": live.id, "kind": live.activity.kind, "tally": shown}
            )
        private_message = message | {"tally": private, "wall_tally": shown}
        emit_to_run(FACILITATOR, live.run_id, "tally_changed", private_message)

    def _send_to_phones(self, live: LiveRound, message: dict) -> None:
        """Send phones a public list: when it changed, and once a second at most."""
        sent = self._sent_to_phones.get(live.run_id)
        at = time.monotonic()
        if sent and sent[1] == (live.id, message["tally"]) and live.run_id not in self._newcomers:
            return
        if sent and at - sent[0] < PHONE_INTERVAL_S:
            self._late.add(live.run_id)
            return
        self._newcomers.discard(live.run_id)
        self._sent_to_phones[live.run_id] = (at, (live.id, message["tally"]))
        emit_to_run(PARTICIPANT, live.run_id, "tally_changed", message)


def is_watched(live: LiveRound) -> bool:
    """Say whether anyone at this process sees the count; of several, often only one does."""
    phones = (PARTICIPANT,) if isinstance(live.activity, PublicList) else ()
    return has_listeners(live.run_id, FACILITATOR, PROJECTOR, *phones)
