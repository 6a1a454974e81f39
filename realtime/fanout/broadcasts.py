"""Broadcasts: subscribers that send every screen of a run what became true."""

from realtime.fanout.group_tables import send_tables
from realtime.fanout.handouts import send_handouts
from realtime.fanout.tally_ticker import tally_ticker
from realtime.fanout.wal_checkpoint import empty_logs_until_done
from realtime.protocol.audiences import (
    FACILITATOR,
    PARTICIPANT,
    PROJECTOR,
    has_listeners,
    namespace_of,
)
from realtime.protocol.emit import emit_to_run
from realtime.protocol.socketio_server import socketio
from realtime.state.connections import phone_connections, screen_connections
from realtime.state.joins import join_batcher
from realtime.state.live_state import proxy_to
from realtime.state.open_rounds import open_rounds
from realtime.views.console import console_stage
from realtime.views.run_reader import RunReader
from realtime.views.snapshots import (
    forget_snapshot,
    renew_for_phones,
    snapshot_for_phones,
    snapshot_of,
)
from realtime.views.stages import wall_stage
from web.clock import now
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.events import (
    AnswersRecorded,
    RosterChanged,
    RoundClosed,
    RunChanged,
    RunRemoved,
    StaffLeft,
)


class ShownVersions(dict[int, int]):
    """Run → its version when it was last shown by this process."""


_shown = proxy_to(ShownVersions)


def show_run(event: RunChanged) -> None:
    """Every audience of the run gets its page anew; phones first, they are the many."""
    run = db.session.get(Run, event.run_id)
    if run is None or run.version < _shown.get(run.id, 0):
        return
    version = _shown[run.id] = run.version
    try:
        _show(run)
    except BaseException:
        if _shown.get(event.run_id) == version:
            del _shown[event.run_id]  # to be found and tried again by whoever watches versions
        raise


def _show(run: Run) -> None:
    """One audience that cannot be shown it keeps it from no other; the first error is raised."""
    open_rounds.follow(run, now())
    reader, failed = RunReader(run), None
    for show in (_show_phones, _show_staff, _show_what_is_personal):
        try:
            show(reader)
        except Exception as error:  # noqa: BLE001 - whatever it was, the others are shown it
            failed = failed or error
    if failed is not None:
        raise failed


def _show_phones(reader: RunReader) -> None:
    run = reader.run
    if not phone_connections.inside(run.id):
        forget_snapshot(run.id)
        return
    renew_for_phones(reader)
    if (show := snapshot_for_phones(run.id)) is not None:
        emit_to_run(PARTICIPANT, run.id, "snapshot", show)


def _show_staff(reader: RunReader) -> None:
    run_id = reader.run.id
    listening = [each for each in (PROJECTOR, FACILITATOR) if has_listeners(run_id, each)]
    if not listening:
        return
    picture = reader.picture(*listening)
    wall = wall_stage(picture)
    for audience in listening:
        stage = wall if audience == PROJECTOR else console_stage(picture, wall)
        show = snapshot_of(stage, audience)
        if _shown.get(run_id) == show["version"]:  # nothing newer went out while this was rendered
            emit_to_run(audience, run_id, "snapshot", show)


def _show_what_is_personal(reader: RunReader) -> None:
    send_handouts(reader.run.id)
    send_tables(reader.run.id)


def shown_version() -> dict[int, int]:
    """run → its version as it was last shown by this process."""
    return dict(_shown)


def count_answers(event: AnswersRecorded) -> None:
    """Facilitator and wall hear the count at the next beat; phones never do."""
    tally_ticker.count_soon(event.run_id)


def count_room(event: RosterChanged) -> None:
    """Facilitator and wall hear how many are inside."""
    tally_ticker.send_roster_soon(event.run_id)


def empty_the_log(event: RoundClosed) -> None:
    """Deleted ballots must be gone from the write-ahead log too; not while the trainer waits."""
    socketio.start_background_task(empty_logs_until_done, list(db.engines.values()))


def disconnect_run(event: RunRemoved) -> None:
    """Disconnect everybody from a run that was deleted."""
    open_rounds.drop_run(event.run_id)
    join_batcher.drop_run(event.run_id)
    forget_snapshot(event.run_id)
    _shown.pop(event.run_id, None)
    for audience in (FACILITATOR, PROJECTOR):
        emit_to_run(audience, event.run_id, "run_removed", {})
    for phone in phone_connections.sockets(event.run_id):
        socketio.server.disconnect(phone.sid, namespace="/participant")


def close_consoles(event: StaffLeft) -> None:
    """Signing out ends the consoles that were opened with it."""
    for sid in screen_connections.consoles_of(event.digest):
        socketio.server.disconnect(sid, namespace=namespace_of(FACILITATOR))
