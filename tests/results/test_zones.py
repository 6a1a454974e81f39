"""One zone a run, the trainer's: pages, file names and dates are hers, wherever the server is."""

import re
import time
from datetime import UTC, datetime

import pytest

from facilitator import rounds, runs
from results.exports import content_disposition, rows_of
from results.pictures import file_stem
from results.reading import outcome_of
from tests.support.cast import Trainer
from workshop.models.run import Run
from workshop.models.time_zone import known_zone_name
from workshop.persistence.db import db
from workshop.reports.threshold import Threshold

EVENING = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # half past eight, the evening before, in Lima
LOCAL_TIME = re.compile(r"\.astimezone\(|strftime\(|\.date\(\)|date\.today|:%[YHmd]")
MAY = {
    "workshop/models/time_zone.py",
    "workshop/persistence/db.py",
    "workshop/commands/rounds.py",
    "results/exports.py",
}
MAY |= {"results/pictures.py", "realtime/views/run_reader.py", "facilitator/previews.py"}


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def server_elsewhere(monkeypatch, request):
    """The server's own clock shows another zone."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def evening(server_elsewhere, site, monkeypatch):
    """A run made and started in an evening in Lima: (the trainer, its number)."""
    for module in (runs, rounds):
        monkeypatch.setattr(module, "now", lambda: EVENING)
    ines = Trainer(site)
    run = ines.new_run("mas-tipos", zone="America/Lima")
    ines.does(run, "empezar")
    return ines, run


def test_b15_pages_and_files_carry_the_trainers_day_and_hour(evening, app):
    ines, run = evening
    assert "21 nov" in ines.browser.get("/inicio").text
    page = ines.browser.get(f"/sesiones/{run.id}/resultado").text
    assert "sáb 21 nov, 20:30" in page
    assert 'data-zone="America/Lima"' in ines.page(run.id)
    with app.app_context():
        found = db.session.get(Run, run.id)
        assert "2026-11-21" in content_disposition(found)
        assert "2026-11-21" in file_stem(found)
        assert {str(row["date"]) for row in rows_of(outcome_of(found, Threshold(5)))} <= {
            "2026-11-21"
        }


def test_b15_today_can_be_chosen_in_the_evening_west_of_utc(evening, app):
    ines, run = evening
    with app.app_context():
        labels = [
            s.label for s in db.session.get(Run, run.id).steps if s.activity.kind == "commitment"
        ]
    ines.goes_to(run, labels[0])
    ines.does(run, "abrir")
    with app.app_context():
        activity = db.session.get(Run, run.id).open_round.activity
    assert activity.asked == "2026-11-21"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("America/Lima", "America/Lima"),
        ("Etc/GMT+5", "Etc/GMT+5"),
        ("", ""),
        ("Marte/Olympus", ""),
        ("../../etc/passwd", ""),
        ("America", ""),
        ("x" * 100, ""),
    ],
)
def test_a_zone_that_is_none_is_not_kept(said, kept):
    assert known_zone_name(said) == kept


def test_a_setting_stands_over_the_browser(site, app, monkeypatch):
    monkeypatch.setitem(app.config, "ZONE", "America/Bogota")
    run = Trainer(site).new_run("un-taller-breve", zone="Europe/Madrid")
    with app.app_context():
        assert db.session.get(Run, run.id).zone == "America/Bogota"


def test_nobody_writes_a_day_or_an_hour_past_the_zone():
    from tests.support.server import ROOT

    folders = ("workshop", "realtime", "results", "facilitator", "participant", "projector")
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    asked = {str(f.relative_to(ROOT)) for f in files if LOCAL_TIME.search(f.read_text("utf-8"))}
    assert asked <= MAY
