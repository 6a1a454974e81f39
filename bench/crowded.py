"""Milliseconds that the pages of a round with a thousand longest texts cost, export included."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from bench.long_texts import MAX_CODE_POINTS, NASTY, PEOPLE, in_milliseconds, longest
from realtime.fanout.tally_ticker import tally_ticker
from realtime.protocol.audiences import FACILITATOR, PROJECTOR
from realtime.state.open_rounds import open_rounds
from realtime.views.console import console_stage
from realtime.views.run_reader import read_picture
from realtime.views.snapshots import snapshot, snapshot_of
from results import render_outcome
from results.answers import answers_of
from results.exports import columns, rows_of
from results.reading import outcome_of, room_of
from results.spreadsheet import Dialect
from web.clock import now
from workshop.activities.parts.personal_data import flags_of, written
from workshop.activities.parts.text_cleaning import read_text
from workshop.commands import agenda, rounds
from workshop.commands.plan_run import plan_run
from workshop.models.ballot import Ballot
from workshop.models.participant import Participant
from workshop.models.round import Round
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work
from workshop.reports.threshold import Threshold

MODULE = """
code = "B1"
title = "Una sala que escribe"
minutes = 60
people = { fewest = 1, most = 1000 }

[[activities]]
ref = "t1"
kind = "text"
title = "Textos"
prompt = "¿Qué cambiarías?"
maximum = 2000
starts = 0
ends = 10
mode = "S"

[[activities]]
ref = "c1"
kind = "cloud"
title = "Nube"
prompt = "¿Qué cuatro palabras?"
maximum = 4
starts = 10
ends = 20
mode = "A"
"""
MADE_TEXTS = 80  # the others are these with a number before them
MAX_CHARACTERS = 2_000  # as above
AS_LETTERS = str.maketrans("0123456789", "abcdefghij")
SLUG = "una-sala-que-escribe"
MOMENTS = "text_open", "text_held", "text_shown", "words_open", "words_shown"


def write_module(content: Path) -> Path:
    """Write a course with this one module into ``content``; return ``content``."""
    (content / SLUG).mkdir(parents=True)
    (content / SLUG / "module.toml").write_text(MODULE, "utf-8")
    return content


def page_costs(app) -> Iterator[tuple[str, dict[str, float]]]:
    """(moment, milliseconds by page) while a thousand people write. Needs a request context."""
    run_id = _run_with_everyone(app)
    yield MOMENTS[0], _asked(run_id, _longest_texts(), "held")
    with unit_of_work():
        rounds.close_open_round(_run(run_id), now())
    yield MOMENTS[1], _costs(run_id)
    with unit_of_work():
        closed = _run(run_id).rounds[-1]
        for answer in closed.answers:
            answer.moderation = "shown"
        db.session.flush()
        closed.retally()
        rounds.reveal_round(_run(run_id), now())
    yield MOMENTS[2], _costs(run_id)
    with unit_of_work():
        agenda.next_step(_run(run_id), now())
    yield MOMENTS[3], _asked(run_id, _different_words(), "shown")
    with unit_of_work():
        rounds.close_open_round(_run(run_id), now())
        rounds.reveal_round(_run(run_id), now())
    yield MOMENTS[4], _costs(run_id)


def _costs(run_id: int) -> dict[str, float]:
    run = _run(run_id)
    told = Threshold(run.k)
    record, room = outcome_of(run, told), room_of(run, told)
    console = console_stage(read_picture(run, FACILITATOR))
    steps: dict[str, Callable[[], Any]] = {
        "console": lambda: console_stage(read_picture(run, FACILITATOR)),
        "console drawn": lambda: snapshot_of(console, FACILITATOR),
        "wall": lambda: snapshot(run, PROJECTOR),
        "record": lambda: outcome_of(run, told),
        "record drawn": lambda: render_outcome(record),
        "file": lambda: list(Dialect().lines(columns(), rows_of(record))),
        "own file, in pieces": lambda: list(Dialect().lines(columns(), rows_of(room, answers_of))),
    }
    live = open_rounds.of_run(run_id)
    if live is not None:
        steps["beat"] = lambda: tally_ticker.sender.send_tally(live)
    return {name: in_milliseconds(step) for name, step in steps.items()}


def _run_with_everyone(app) -> int:
    with unit_of_work():
        run = plan_run(app.extensions["library"].refresh()[SLUG], now())
        db.session.flush()
        people = [
            {"id": f"{who:016x}", "run_id": run.id, "alias": f"P{who}", "token_hash": f"{who}"}
            | {"joined_at": now()}
            for who in range(PEOPLE)
        ]
        db.session.execute(insert(Participant), people)
        agenda.start_run(run, now())
    return run.id


def _asked(run_id: int, values: Iterable[Any], moderation: str) -> dict[str, float]:
    """Milliseconds of each page while this step's question is open and everyone has answered."""
    with unit_of_work():
        round = rounds.open_round(_run(run_id), now())
    with unit_of_work():
        db.session.execute(insert(Ballot), list(_ballots(round, values, moderation)))
    open_rounds.follow(_run(run_id), now())
    costs = _costs(run_id)
    open_rounds.drop_run(run_id)
    return costs


def _ballots(round: Round, values: Iterable[Any], moderation: str) -> Iterator[dict[str, Any]]:
    flags: list[str] = []
    for who, value in enumerate(values):
        value = round.activity.parse(value)
        if who < MADE_TEXTS:
            flags.append(written(flags_of(round.activity.text_of(value))))
        yield {
            **{"round_id": round.id, "ballot_key": f"{who:016x}", "answer_id": f"{who}"},
            **{"revision": 1, "state": "answer", "value": value, "moderation": moderation},
            **{"card": f"{round.id:04x}{who:012x}", "flags": flags[who % MADE_TEXTS]},
        }


def _longest_texts() -> Iterator[str]:
    sizes: dict[Any, int] = {}
    reads = partial(read_text, maximum=MAX_CHARACTERS - len("1000 "))
    made = [
        longest(reads, "", NASTY[who % len(NASTY)](who)[:MAX_CODE_POINTS], sizes, who % len(NASTY))
        for who in range(MADE_TEXTS)
    ]
    for who in range(PEOPLE):
        yield f"{who} {made[who % MADE_TEXTS]}"


def _different_words() -> Iterator[list[str]]:
    for who in range(PEOPLE):
        yield [f"{who * 4 + at:04d}".translate(AS_LETTERS) * 6 for at in range(4)]


def _run(run_id: int) -> Run:
    run = db.session.get(Run, run_id)
    assert run is not None
    return run
