"""A vote by area that is repeated, put into the database as a closed run leaves it."""

import secrets
from datetime import UTC, datetime

from workshop.activities import GivenAnswer
from workshop.commands.plan_run import plan_run
from workshop.course.module import Module
from workshop.models.answer import Answer
from workshop.models.participant import Participant
from workshop.models.round import Round
from workshop.persistence.db import db

AREAS = ("v", "l", "f")
WHEN = datetime(2026, 11, 30, 10, tzinfo=UTC)
MODULE = Module.from_content(
    {
        "slug": "voto", "version": "1", "code": "V", "title": "Voto", "minutes": 30,
        "activities": [
            {"ref": "v0", "kind": "choice", "title": "Área", "prompt": "¿Dónde?", "segment": "Área",
             "starts": 0, "ends": 1,
             "options": [{"id": area, "text": f"Área {area}"} for area in AREAS]},
            {"ref": "v1", "kind": "choice", "title": "Voto", "prompt": "¿Qué?", "split_by": "v0",
             "starts": 1, "ends": 2, "show": "never",
             "options": [{"id": key, "text": f"Opción {key}"} for key in "abc"]},
            {"ref": "v2", "title": "Otra vez", "repeats": ["v1"], "starts": 2, "ends": 3},
        ],
    }
)  # fmt: skip


def closed_area_vote(people, k):
    """A run that ended, where each of ``people`` said (area, first vote, second vote) or ""."""
    run = plan_run(MODULE, WHEN, k=k)
    db.session.flush()
    seats = [f"{at:016d}" for at in range(len(people))]
    tokens = (secrets.token_hex(16) for _ in seats)
    for seat, token in zip(seats, tokens, strict=True):
        db.session.add(Participant(id=seat, run_id=run.id, token_hash=token, joined_at=WHEN))
    db.session.flush()
    for at, step in enumerate(run.steps):
        values = {seat: each[at] for seat, each in zip(seats, people, strict=True) if each[at]}
        round = Round(
            run_id=run.id, step_id=step.id, item=step.item, mode="S", phase="revealed",
            number=len(run.rounds_of(step.item)) + 1, opened_at=WHEN, served_at=WHEN,
            eligible=len(people), answered=len(values), silent=len(people) - len(values),
        )  # fmt: skip
        round.set_activity(step.activity, step.content)
        round.tally = round.activity.tally(GivenAnswer(value) for value in values.values())
        step.rounds.append(round)
        step.phase = "done"
        db.session.flush()
        for seat, value in values.items():
            db.session.add(
                Answer(
                    id=secrets.token_hex(8), round_id=round.id, participant_id=seat,
                    state="answer", value=value,
                )
            )  # fmt: skip
    run.phase, run.started_at, run.ended_at = "ended", WHEN, WHEN
    db.session.flush()
    return run
