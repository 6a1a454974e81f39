"""The whole truth, as each audience may see it. What is not allowed is not in there at all."""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask import render_template

from realtime.protocol.audiences import FACILITATOR, PARTICIPANT, PROJECTOR
from realtime.state.cluster import cluster_presence
from realtime.state.live_state import proxy_to
from realtime.state.open_rounds import open_rounds
from realtime.views.console import console_stage
from realtime.views.live_tally import on_the_wire
from realtime.views.models import ConsoleStage, Stage
from realtime.views.run_picture import RunPicture
from realtime.views.run_reader import RunReader, read_picture
from realtime.views.stages import phone_stage, wall_stage
from web.clock import now
from web.usted import addressing
from workshop.activities import MadeOfRounds
from workshop.models.run import Run
from workshop.persistence.db import db

STAGE_OF: Mapping[str, Callable[[RunPicture], Any]] = {
    PARTICIPANT: phone_stage,
    PROJECTOR: wall_stage,
    FACILITATOR: console_stage,
}


def snapshot(run: Run, audience: str) -> dict:
    """The run as it is now, for everyone of ``audience``."""
    return snapshot_of(STAGE_OF[audience](read_picture(run, audience)), audience)


def snapshot_of(stage: Stage | ConsoleStage, audience: str) -> dict:
    """Return what travels to all of ``audience``: one rendered page and the numbers in it."""
    run, round = stage.run, stage.round
    with addressing(run.usted and audience != FACILITATOR):
        html = render_template(f"{audience}/{stage.page}.html", stage=stage)
    counted = round is not None and (audience != PARTICIPANT or round.phase != "open")
    return {
        "version": run.version,
        "key": page_key(stage, audience),
        "page": stage.page,
        "html": html,
        "round": _round_on_the_wire(stage),
        "counts": round.counts.to_json() if round and counted else None,
        "tally": on_the_wire(stage.step.activity, round.tally) if round and stage.step else None,
        "inside": run.inside,
        "paused": run.paused,
        "personal": None,
    }


class PhoneSnapshots(dict[int, dict]):
    """Run id → the latest snapshot of its phones."""

    def __init__(self) -> None:
        super().__init__()
        self.rendering = threading.Lock()


_for_phones = proxy_to(PhoneSnapshots)


def snapshot_for_phones(run_id: int) -> dict | None:
    """The phones' snapshot, rendered once for the room, with the time left now.

    From memory, which follows the database: ``renew_for_phones`` is called with every change. None
    if the run is no more.
    """
    kept = _for_phones.get(run_id)
    if kept is None:
        with _for_phones.rendering:  # a thousand phones may come back at once
            run = db.session.get(Run, run_id) if run_id not in _for_phones else None
            if run is not None:
                open_rounds.follow(run, now())  # it may have been opened by another process
                renew_for_phones(RunReader(run))
        kept = _for_phones.get(run_id)
    if kept is None:
        return None
    live = open_rounds.of_run(run_id)
    remaining = live.remaining_ms() if live else None
    round = kept["round"] and kept["round"] | {"remaining_ms": remaining}
    return kept | {"inside": cluster_presence.inside(run_id), "round": round}


def renew_for_phones(reader: RunReader) -> None:
    """Render what phones are told of a run, unless something newer was rendered meanwhile."""
    made = snapshot_of(phone_stage(reader.picture(PARTICIPANT)), PARTICIPANT)
    kept = _for_phones.get(reader.run.id)
    if kept is None or kept["version"] <= made["version"]:
        _for_phones[reader.run.id] = made


def forget_snapshot(run_id: int) -> None:
    """Forget a run's snapshot: nobody is inside any more, or the run is gone."""
    _for_phones.pop(run_id, None)


def page_key(stage: Stage | ConsoleStage, audience: str) -> str:
    """Pages with the same key are the same page: only its numbers may differ.

    A phone's page lives as long as its round's phase, so that nothing typed is lost. The console
    is drawn anew with every change: nobody types there.
    """
    step, round = stage.step, stage.round
    parts = [stage.page, step.id if step else "", round.id if round else ""]
    parts += [round.phase, round.hidden] if round else []
    if step and round and round.phase == "open":
        parts += [step.activity.edition if isinstance(step.activity, MadeOfRounds) else 0]
    if stage.page in ("revealed", "open") and stage.comparison:
        parts += [stage.reveal if isinstance(stage, Stage) else ""]
    if audience == PROJECTOR:
        parts += [stage.run.address, "split" if stage.splits else ""]
    if audience == FACILITATOR:
        parts += [stage.run.version]
    return ":".join(str(part) for part in parts)


def _round_on_the_wire(stage: Stage | ConsoleStage) -> dict | None:
    round = stage.round
    if round is None or stage.step is None:
        return None
    return {
        "id": round.id,
        "kind": stage.step.kind,
        "phase": round.phase,
        "number": round.number,
        "mode": round.mode,
        "remaining_ms": round.remaining_ms,
        "running": round.phase == "open" and round.remaining_ms is not None,
    }
