"""W47: a page of the protocol before is understood; any other hears that it must be renewed."""

import pytest

from realtime.namespaces import PROTOCOL
from tests.support.server import ROOT


def doors(room):
    """Each audience with the key that opens its door."""
    return {
        "/participant": {"run": room.run.id, "token": room.mateo.token},
        "/projector": {"token": room.run.wall_token},
    }


@pytest.mark.parametrize("said", [{}, {"v": PROTOCOL - 1}, {"v": PROTOCOL}], ids=str)
def test_w47_the_page_of_today_and_the_one_before_come_in(room, said):
    for namespace, key in doors(room).items():
        ear = room.site.socket(namespace, key | said)
        assert ear.connected, ear.refused


@pytest.mark.parametrize(
    "said", [PROTOCOL + 1, PROTOCOL - 2, -1, "2", None, 2.0, True, [2]], ids=str
)
def test_w47_any_other_is_told_to_renew_itself(room, said):
    for namespace, key in [*doors(room).items(), ("/facilitator", {"run": room.run.id})]:
        ear = room.site.socket(namespace, key | {"v": said})
        assert ear.refused["code"] == "page_outdated"
        assert "actualizarla" in ear.refused["message"]


def test_w47_the_pages_say_the_protocol_that_the_doors_speak():
    assert f"const PROTOCOL = {PROTOCOL};" in (ROOT / "static/js/socket.js").read_text("utf-8")
