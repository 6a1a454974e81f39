"""Benchmark of reading stored data: a large run's outcome, its file, a home page after years."""

import asyncio
import json
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import insert, text

from app import create_app
from bench import accounting
from bench.product import Product
from bench.scenarios import rest
from tools.server import Server
from tools.trainer import Trainer
from workshop.commands import agenda, rounds
from workshop.commands.join import JoinRequest, admit_phones
from workshop.commands.plan_run import plan_run
from workshop.models.ballot import Ballot
from workshop.models.participant import Participant
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import unit_of_work

PEOPLE, ROUNDS = 1000, 30  # of the run that is looked at
RUNS, ANSWERS = 1000, 1_000_000  # in the whole database
GOAL_MS = 200  # ms to the first byte, also the first time a program is asked for a page
MAX_GROWTH_MB = 30  # MB that writing a file may take, however long it is
QUESTION = """
[[activities]]
ref = "a{n}"
kind = "choice"
title = "Pregunta {n}"
prompt = "¿El cliente siempre tiene la razón? ({n})"
starts = {starts}
ends = {ends}
mode = "S"
options = [
  {{ id = "a", text = "Siempre" }},
  {{ id = "b", text = "Depende" }},
  {{ id = "c", text = "Casi nunca" }},
  {{ id = "d", text = "Nunca" }},
]
"""


@dataclass(frozen=True)
class Page:
    """A page that is asked for, and how much of it there must be to be that page."""

    name: str
    path: str
    least_kb: int


@dataclass(frozen=True)
class Answer:
    """One answer to a request."""

    first: float  # ms to the first byte of the body
    last: float  # ms
    kb: float
    status: int


PAGES = (
    Page("home", "/inicio", 15),
    Page("outcome", "/sesiones/{}/resultado", 60),
    Page("csv", "/sesiones/{}/resultado.csv", 1500),
)


async def archive(cores: set[int]) -> int:
    """Print each page's first byte beside the goal. Returns 1 if one was missed."""
    subject = Product(cores)
    content = subject.folder / "content" / "largo"
    content.mkdir(parents=True)
    (content / "module.toml").write_text(module_text(), "utf-8")
    server = subject.server = Server(subject.folder, content=content.parent)
    try:
        await asyncio.to_thread(server.start)
        await rest(subject)  # a folder with years behind it has compiled templates in it
        server.kill()
        run_id = await asyncio.to_thread(fill, server.data, content.parent)
        await asyncio.to_thread(server.start)
        accounting.pin(server.pid, cores)
        return await look(server, run_id)
    finally:
        subject.stop()


def module_text() -> str:
    """A course of thirty questions."""
    head = f'code = "B2"\ntitle = "Largo"\nminutes = {ROUNDS}\n'
    head += "people = { fewest = 1, most = 1000 }\n"
    return head + "".join(QUESTION.format(n=n + 1, starts=n, ends=n + 1) for n in range(ROUNDS))


def fill(data: Path, content: Path) -> int:
    """One run played by a thousand, and a thousand more that look like its first question."""
    app = create_app(ASYNC_MODE="threading", DATA=data, CONTENT=content)
    with app.app_context():
        run_id = play(app.extensions["library"]["largo"])
        copy_often(run_id)
    return run_id


def play(module) -> int:
    """Ask everything, with an answer from everyone, through the verbs a trainer has."""
    at = datetime.now(UTC)
    with unit_of_work():
        run = plan_run(module, at, title="Mil personas")
        db.session.flush()
        asking = [JoinRequest(run.code, "") for _ in range(PEOPLE)]
        admit_phones(db.session.connection(), asking, at, has_room=lambda _: True)
        agenda.start_run(run, at)
        people = db.session.scalars(db.select(Participant.id)).all()
        for number in range(ROUNDS):
            round = rounds.open_round(run, at)
            db.session.execute(
                insert(Ballot),
                [
                    {
                        "round_id": round.id,
                        "ballot_key": person,
                        "answer_id": secrets.token_hex(16),
                        "revision": 1,
                        "state": "answer",
                        "value": "abcd"[(place + number) % 4],
                        "card": secrets.token_hex(8),
                    }
                    for place, person in enumerate(people)
                ],
            )
            rounds.close_open_round(run, at)
            rounds.reveal_round(run, at)
            agenda.next_step(run, at)
        agenda.end_run(run, at)
        return run.id


def copy_often(run_id: int) -> None:
    """Runs with one question each, until there are as many answers as years would leave."""
    each = (ANSWERS - PEOPLE * ROUNDS) // (RUNS - 1) + 1
    with unit_of_work():
        connection = db.session.connection()
        first = connection.execute(
            text("SELECT id, step_id FROM rounds WHERE run_id = :run ORDER BY id LIMIT 1"),
            {"run": run_id},
        ).one()
        for number in range(RUNS - 1):
            new_run = copy(connection, "runs", run_id, code=f"{100_000 + number}", step_id=None)
            new_step = copy(connection, "steps", first.step_id, run_id=new_run)
            new_round = copy(connection, "rounds", first.id, run_id=new_run, step_id=new_step)
            connection.execute(
                text(
                    "INSERT INTO answers (id, round_id, state, value, moderation)"
                    " SELECT lower(hex(randomblob(8))), :new, state, value, moderation"
                    " FROM answers WHERE round_id = :old LIMIT :most"
                ),
                {"new": new_round, "old": first.id, "most": each},
            )


def copy(connection, table: str, row_id: int, **changes) -> int:
    """A row again, with another id and what ``changes`` says."""
    row = dict(
        connection.execute(text(f"SELECT * FROM {table} WHERE id = :id"), {"id": row_id})  # noqa: S608 - our own names
        .one()
        ._mapping
    )
    del row["id"]
    row |= changes
    if "wall_token" in row:
        row["wall_token"] = secrets.token_urlsafe(24)
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    return connection.execute(
        text(f"INSERT INTO {table} ({names}) VALUES ({values})"),  # noqa: S608
        row,
    ).lastrowid


async def look(server: Server, run_id: int) -> int:
    """Sign in and ask for each page three times; the program has shown none of them before."""
    trainer = Trainer(server.base)
    await trainer.page(urlsplit(server.link).path)  # Trainer.sign_in would look at the home page
    before = accounting.rss_kb(server.pid)
    found = {
        page: [
            await ask(server.port, page.path.format(run_id), trainer._cookie()) for _ in range(3)
        ]
        for page in PAGES
    }
    grown = (accounting.rss_kb(server.pid) - before) / 1024
    trainer.leave()
    print(table(found))
    print(f"memory grew by {grown:.1f} MB over all of them (goal {MAX_GROWTH_MB})")
    wrong = [f"{page.name}: {what}" for page in PAGES for what in faults(page, found[page])]
    for line in wrong:
        print(line)
    print(json.dumps({page.name: round(found[page][0].first) for page in PAGES}))
    return int(bool(wrong) or grown > MAX_GROWTH_MB)


def table(found: dict[Page, list[Answer]]) -> str:
    """Each page as it was when the program had just started, and the median with it."""
    first = f"first byte, cold, ms (goal {GOAL_MS})"
    rows = [f"| page | {first} | median of three | last byte | KB | status |"]
    rows.append("|---" * 6 + "|")
    for page, answers in found.items():
        cold = answers[0]
        middle = sorted(answer.first for answer in answers)[len(answers) // 2]
        rows.append(
            f"| {page.name} | {cold.first:.0f} | {middle:.0f} | {cold.last:.0f}"
            f" | {cold.kb:.0f} | {cold.status} |"
        )
    return "\n".join(rows)


def faults(page: Page, answers: list[Answer]) -> list[str]:
    """Return the faults of a page: too slow, refused or too short to be that page."""
    found = [f"status {answer.status}" for answer in answers if answer.status != 200]
    found += [f"only {answer.kb:.0f} KB" for answer in answers if answer.kb < page.least_kb]
    if answers[0].first > GOAL_MS:
        found.append(f"{answers[0].first:.0f} ms to the first byte when cold")
    return found


async def ask(port: int, path: str, cookie: str) -> Answer:
    """One request over a connection of its own, timed to the first byte of the body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 24)
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
    began = time.monotonic()
    writer.write((head + "Connection: close\r\n\r\n").encode())
    status = int((await reader.readuntil(b"\r\n\r\n")).split()[1])
    size = len(await reader.read(1))
    first = time.monotonic() - began
    while chunk := await reader.read(1 << 16):
        size += len(chunk)
    writer.close()
    return Answer(first * 1e3, (time.monotonic() - began) * 1e3, size / 1024, status)
