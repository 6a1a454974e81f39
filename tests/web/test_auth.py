"""The console's session: one for each server, and no slave of the clock."""

import time
from datetime import timedelta
from types import SimpleNamespace

import itsdangerous.timed
import pytest
from flask import Flask

from tests.support.cast import Trainer
from web import auth, clock
from web.auth import StaffSessionInterface


@pytest.mark.parametrize("hours", [-1, 1, -23])
def test_b16_a_clock_that_jumps_signs_nobody_out(site, monkeypatch, hours):
    ines = Trainer(site)
    jump = timedelta(hours=hours)
    there = SimpleNamespace(time=lambda: time.time() + jump.total_seconds())
    monkeypatch.setattr(itsdangerous.timed, "time", there)
    monkeypatch.setattr(auth, "now", lambda: clock.now() + jump)
    assert ines.browser.get("/inicio").status == 200


def test_a_day_later_she_follows_the_link_again(site, monkeypatch):
    ines = Trainer(site)
    monkeypatch.setattr(auth, "now", lambda: clock.now() + timedelta(hours=25))
    assert ines.browser.get("/inicio").code == "not_signed_in"


def test_b16_two_servers_in_one_browser_have_a_cookie_each(site):
    ines = Trainer(site)
    mine, _, _ = ines.browser.cookies().partition("=")
    other = Flask("other")
    other.secret_key = "another installation's"  # noqa: S105 - of the tests
    theirs = StaffSessionInterface().get_cookie_name(other)
    assert mine == StaffSessionInterface().get_cookie_name(site.app)
    assert mine != theirs
    reply = ines.browser.get("/inicio", headers={"Cookie": f"{ines.browser.cookies()}; {theirs}=x"})
    assert reply.status == 200


def test_a_cookie_that_was_written_by_hand_is_nobodys(site):
    name = StaffSessionInterface().get_cookie_name(site.app)
    stranger = site.browser()
    assert (
        stranger.get("/inicio", headers={"Cookie": f"{name}=eyJzdGFmZiI6IngifQ.x.y"}).status == 401
    )
