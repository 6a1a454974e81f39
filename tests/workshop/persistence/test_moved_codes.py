"""Return codes that commitments held in clear are moved into their own table, as digests."""

import json

from sqlalchemy import text

from cli.migrate import open_databases
from tests.support.app_factory import close_databases
from tests.support.filled_database import ROWS, contents, fill, upgrade_to
from workshop.models.return_code import code_digest
from workshop.persistence.db import db

BEFORE = "0014"  # the last revision whose commitments held their codes


def test_codes_of_commitments_move_into_their_own_table(tmp_path, make_app_on):
    app = make_app_on(tmp_path / "data")
    upgrade_to(app, BEFORE)
    fill(app)
    held = {"action": "llamar hoy", "code": "K7PM-4XQ2"}
    given_now = {"action": "escribir", "code": "AAAA-2222"}
    not_ours = {"text": "Alguien gritó.", "code": "BBBB-3333"}
    with app.app_context(), db.engine.connect().execution_options(writing=True) as line:
        for number, kind in ((1, "commitment"), (2, "situation")):
            content = json.dumps({"kind": kind})
            line.execute(
                text("UPDATE rounds SET content=:c WHERE id=:n"), {"c": content, "n": number}
            )
        for table, value, number in (
            ("answers", held, 1),
            ("ballots", given_now, 1),
            ("answers", not_ours, 2),
        ):
            sql = text(f"UPDATE {table} SET value=:v WHERE round_id=:n")
            line.execute(sql, {"v": json.dumps(value), "n": number})
        line.commit()
    before = contents(app)
    with app.app_context():
        open_databases(app)
    after = contents(app)
    assert {len(each) for each in after["answers"].values()} == {ROWS}
    assert after["answers"]["value"] == [
        {"action": "llamar hoy"},
        not_ours,
        before["answers"]["value"][2],
    ]
    assert after["ballots"]["value"][0] == {"action": "escribir"}
    secret = app.config["SECRET_KEY"]
    assert dict(
        zip(after["return_codes"]["code_hash"], after["return_codes"]["answer_id"], strict=True)
    ) == {
        code_digest("K7PM-4XQ2", secret): before["answers"]["id"][0],
        code_digest("AAAA-2222", secret): before["ballots"]["card"][0],
    }
    assert set(after["return_codes"]["expires_at"]) == {None}  # they were promised no end
    with app.app_context(), db.engine.connect() as line:
        line.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    stored = b"".join(path.read_bytes() for path in app.config["DATA"].glob("*.db*"))
    assert b"K7PM-4XQ2" not in stored
    close_databases(app)
