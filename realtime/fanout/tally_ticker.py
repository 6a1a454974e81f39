"""Tally ticker: hundreds of answers a second become at most five tallies a second for each run."""

import time

from realtime.answers.writer import writer
from realtime.fanout.join_flood import join_flood_monitor
from realtime.fanout.tally_sender import TallySender, is_watched
from realtime.protocol.audiences import FACILITATOR, PROJECTOR, has_listeners
from realtime.protocol.background import run_forever
from realtime.state.live_state import proxy_to
from realtime.state.open_rounds import open_rounds

TICK_INTERVAL_S = 0.2  # five moves a second read as live, and spare every browser
MAX_INTERVALS = 3  # between two ticks, however many answers wait to be acknowledged


class TallyTicker:
    """Runs that are due to be counted and sent at the next tick."""

    def __init__(self) -> None:
        self._due_rounds: set[int] = set()
        self._due_rosters: set[int] = set()
        self.sender = TallySender()

    def count_soon(self, run_id: int) -> None:
        """Count this run's open round at the next tick."""
        self._due_rounds.add(run_id)
        open_rounds.request_recount(run_id)

    def send_roster_soon(self, run_id: int) -> None:
        """Send how many are inside at the next tick."""
        self.count_soon(run_id)
        self._due_rosters.add(run_id)
        self.sender.expect_newcomers(run_id)

    def tick(self) -> None:
        """Send what is due to console and wall, and to phones where a list is public.

        Needs an app context.
        """
        rounds = self._due_rounds | self.sender.take_late()
        rosters = self._due_rosters | join_flood_monitor.take_due()
        self._due_rounds, self._due_rosters = set(), set()
        for run_id in rosters:
            if has_listeners(run_id, FACILITATOR, PROJECTOR):
                self.sender.send_roster(run_id)
        for run_id in rounds:
            live = open_rounds.of_run(run_id)
            if live is not None and live.activity.takes_answers and is_watched(live):
                self.sender.send_tally(live)


tally_ticker = proxy_to(TallyTicker)


def wait_for_tick() -> None:
    """Wait for the next tick: a crowd that waits for its acknowledgements comes first."""
    for _ in range(MAX_INTERVALS):
        time.sleep(TICK_INTERVAL_S)
        if not writer.is_rushed():
            return


def start(app) -> None:
    """Tick for as long as the server runs."""

    def wait_and_tick():
        wait_for_tick()
        tally_ticker.tick()

    run_forever(app, wait_and_tick)
