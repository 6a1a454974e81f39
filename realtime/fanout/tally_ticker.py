"""Three hundred answers a second become at most five tallies a second for each run."""

import time

from sqlalchemy import func, select

from realtime.answers.writer import writer
from realtime.fanout.seat_flood import watch
from realtime.protocol.background import run_forever
from realtime.protocol.emit import (
    FACILITATOR,
    PARTICIPANT,
    PROJECTOR,
    is_heard,
    tell,
)
from realtime.state.cluster import company
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
from workshop.models.participant import how_many_joined
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.reports.threshold import Threshold

PHONES = 1.0  # seconds; a list that is read needs no more, and a thousand radios are spared
PULSE = 0.2  # seconds; five moves a second read as live, and spare every browser
RUSH = 3  # pulses after which it beats, whoever is still waiting

_due_rounds: set[int] = set()
_due_rosters: set[int] = set()
_late: set[int] = set()  # runs whose phones were told less than a second ago
_newcomers: set[int] = set()  # runs where somebody came in, whose page may be older than the list
_told_phones: dict[int, tuple[float, object]] = {}  # run → when, and what
_written: dict[int, tuple] = {}  # open round → how many ballots, and their revisions added up


def soon(run_id: int) -> None:
    """Count this run's open round at the next beat."""
    _due_rounds.add(run_id)
    open_rounds.stir(run_id)


def roster_soon(run_id: int) -> None:
    """Say how many are inside at the next beat."""
    soon(run_id)
    _due_rosters.add(run_id)
    _newcomers.add(run_id)


def forget() -> None:
    """Another app is being built in this process."""
    for kept in (_due_rounds, _due_rosters, _late, _newcomers, _told_phones, _written):
        kept.clear()


def beat(app) -> None:
    """Tell facilitator and projector, and phones where a list is public, what changed."""
    rounds, rosters = _due_rounds | _late, set(_due_rosters)
    _due_rounds.clear()
    _late.clear()
    _due_rosters.clear()
    if not rounds and not rosters:
        return
    with app.app_context():
        for run_id in rosters:
            if is_heard(run_id, FACILITATOR, PROJECTOR):
                tell_roster(run_id)
        for run_id in rounds:
            live = open_rounds.of_run(run_id)
            if live is not None and live.activity.takes_answers and is_watched(live):
                tell_tally(live)


def is_watched(live: LiveRound) -> bool:
    """Does anyone at this process see the count? Where there are several, often only one does."""
    phones = (PARTICIPANT,) if isinstance(live.activity, PublicList) else ()
    return is_heard(live.run_id, FACILITATOR, PROJECTOR, *phones)


def catch_up() -> None:
    """Count at the next beat what is watched here and was written to by whomever, heard of or not.

    An answer has no version by which it could be missed. Needs an app context.
    """
    watched = {live.id: live.run_id for live in open_rounds.all() if is_watched(live)}
    written = {}
    if watched:
        count = select(Ballot.round_id, func.count(), func.sum(Ballot.revision))
        mine = count.where(Ballot.round_id.in_(watched)).group_by(Ballot.round_id)
        written = {round_id: tuple(rest) for round_id, *rest in db.session.execute(mine)}
        db.session.rollback()
    for round_id, changes in written.items():
        if _written.get(round_id) != changes:
            soon(watched[round_id])
    _written.clear()
    _written.update(written)


def tell_roster(run_id: int) -> None:
    """How many phones are connected, and how many ever joined. Never who."""
    payload = {"inside": company.inside(run_id), "joined": how_many_joined(run_id)}
    if is_heard(run_id, FACILITATOR):
        flood = watch.told(run_id, payload["joined"])
        tell(FACILITATOR, run_id, "roster_changed", payload | flood)
    tell(PROJECTOR, run_id, "roster_changed", payload)


def tell_tally(live: LiveRound) -> None:
    """The whole count, and the tally as far as each of the two may see it."""
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
    shown = None
    if private is not None and (
        live.activity.show == "live" or isinstance(live.activity, PublicList)
    ):
        room = not run.awaits_second_round(live.activity.ref)
        shown = (
            private if room and Threshold(run.k).shows_room(counts.answered, live.mode) else None
        )
    if not run.paused:  # a covered wall is told nothing that it could show
        under = None if run.code_on_wall else shown
        tell(PROJECTOR, live.run_id, "tally_changed", message | {"tally": under})
    if isinstance(live.activity, PublicList) and shown is not None:
        tell_phones(live, {"round": live.id, "kind": live.activity.kind, "tally": shown})
    private_message = message | {"tally": private, "wall_tally": shown}
    tell(FACILITATOR, live.run_id, "tally_changed", private_message)


def tell_phones(live: LiveRound, message: dict) -> None:
    """What phones may see while it is open: when it changed, and once a second at most."""
    told = _told_phones.get(live.run_id)
    at = time.monotonic()
    if told and told[1] == (live.id, message["tally"]) and live.run_id not in _newcomers:
        return
    if told and at - told[0] < PHONES:
        _late.add(live.run_id)
        return
    _newcomers.discard(live.run_id)
    _told_phones[live.run_id] = (at, (live.id, message["tally"]))
    tell(PARTICIPANT, live.run_id, "tally_changed", message)


def rest() -> None:
    """Until the next beat: a crowd that waits for its acknowledgements comes first, to a limit."""
    for _ in range(RUSH):
        time.sleep(PULSE)
        if not writer.is_rushed():
            return


def start(app) -> None:
    """Beat for ever."""

    def pulse():
        rest()
        beat(app)

    run_forever(app, pulse)
