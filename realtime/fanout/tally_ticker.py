"""Tally ticker: hundreds of answers a second become at most five tallies a second for each run."""

import time
from typing import cast

from flask import current_app
from sqlalchemy import func, select
from werkzeug.local import LocalProxy

from realtime.answers.writer import writer
from realtime.fanout.seat_flood import flood_monitor
from realtime.protocol.background import run_forever
from realtime.protocol.emit import (
    FACILITATOR,
    PARTICIPANT,
    PROJECTOR,
    emit_to_run,
    has_listeners,
)
from realtime.state.cluster import cluster_presence
from realtime.state.open_rounds import LiveRound, open_rounds
from realtime.views.live_tally import (
    count_ballots,
    on_the_wire,
    read_ballot_states,
    read_ballots,
    tally_ballots,
)
from workshop.activities.parts.public_list import PublicList
from workshop.models.ballot import Ballot
from workshop.models.participant import count_joined
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.reports.threshold import Threshold
from workshop.reports.visibility import Audience, ResultVisibility

TICK_INTERVAL_S = 0.2  # five moves a second read as live, and spare every browser
MAX_INTERVALS = 3  # between two ticks, however many answers wait to be acknowledged
PHONE_INTERVAL_S = 1.0  # a list that is read needs no more, and a thousand radios are spared


class TallyTicker:
    """What is due to be counted and sent at the next tick, by run."""

    def __init__(self) -> None:
        self._due_rounds: set[int] = set()
        self._due_rosters: set[int] = set()
        self._late: set[int] = set()  # runs whose phones were sent a list less than a second ago
        self._newcomers: set[int] = set()  # runs where a page may be older than the list sent last
        self._sent_to_phones: dict[int, tuple[float, object]] = {}  # run → when, and what
        self._written: dict[int, tuple] = {}  # open round → ballots, and their revisions added up

    def count_soon(self, run_id: int) -> None:
        """Count this run's open round at the next tick."""
        self._due_rounds.add(run_id)
        open_rounds.stir(run_id)

    def send_roster_soon(self, run_id: int) -> None:
        """Send how many are inside at the next tick."""
        self.count_soon(run_id)
        self._due_rosters.add(run_id)
        self._newcomers.add(run_id)

    def tick(self) -> None:
        """Send what is due to console and wall, and to phones where a list is public.

        Needs an app context.
        """
        rounds, rosters = self._due_rounds | self._late, set(self._due_rosters)
        self._due_rounds.clear()
        self._late.clear()
        self._due_rosters.clear()
        for run_id in rosters:
            if has_listeners(run_id, FACILITATOR, PROJECTOR):
                self.send_roster(run_id)
        for run_id in rounds:
            live = open_rounds.of_run(run_id)
            if live is not None and live.activity.takes_answers and is_watched(live):
                self.send_tally(live)

    def find_missed(self) -> None:
        """Count at the next tick what is watched here and was written to by any process.

        An answer has no version by which it would be missed. Needs an app context.
        """
        watched = {live.id: live.run_id for live in open_rounds.all() if is_watched(live)}
        written = {}
        if watched:
            count = select(Ballot.round_id, func.count(), func.sum(Ballot.revision))
            mine = count.where(Ballot.round_id.in_(watched)).group_by(Ballot.round_id)
            written = {round_id: tuple(rest) for round_id, *rest in db.session.execute(mine)}
            db.session.rollback()
        for round_id, changes in written.items():
            if self._written.get(round_id) != changes:
                self.count_soon(watched[round_id])
        self._written.clear()
        self._written.update(written)

    def send_roster(self, run_id: int) -> None:
        """Send console and wall how many phones are connected, and how many ever joined."""
        payload = {"inside": cluster_presence.inside(run_id), "joined": count_joined(run_id)}
        if has_listeners(run_id, FACILITATOR):
            flood = flood_monitor.notice(run_id, payload["joined"])
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


tally_ticker = cast(TallyTicker, LocalProxy(lambda: current_app.extensions["tally_ticker"]))


def is_watched(live: LiveRound) -> bool:
    """Say whether anyone at this process sees the count; of several, often only one does."""
    phones = (PARTICIPANT,) if isinstance(live.activity, PublicList) else ()
    return has_listeners(live.run_id, FACILITATOR, PROJECTOR, *phones)


def wait_for_tick() -> None:
    """Wait for the next tick: a crowd that waits for its acknowledgements comes first."""
    for _ in range(MAX_INTERVALS):
        time.sleep(TICK_INTERVAL_S)
        if not writer.is_rushed():
            return


def init_app(app) -> None:
    """Give ``app`` a ticker with nothing due."""
    app.extensions["tally_ticker"] = TallyTicker()


def start(app) -> None:
    """Tick for as long as the server runs."""

    def wait_and_tick():
        wait_for_tick()
        tally_ticker.tick()

    run_forever(app, wait_and_tick)
