"""W10: fifty tabs of one phone, against a program nobody has bothered before."""

import json

import pytest

from tests.hostile.test_packets import GHOST, inside, new_phone
from tests.support.raw_socket import RawWebSocket

pytestmark = [pytest.mark.live, pytest.mark.usefixtures("stays_healthy")]


def awake(lines):
    """Let each line answer its pings while somebody waits for something else."""
    for line in lines:
        line.hears("nothing", timeout_s=0.01)
    return True


def test_w_10_of_fifty_tabs_three_live(arena):
    phone = new_phone(arena)
    lines = [RawWebSocket(arena) for _ in range(50)]
    for line in lines:
        line.say(f"40/participant,{json.dumps(phone)}")
    for line in lines:
        line.hears('42/participant,["replaced"', '42/participant,["snapshot"')
    arena.room.console.until(lambda: awake(lines) and inside(arena) == 3, timeout=2 * GHOST)
    for line in lines:
        line.say('42/participant,7["submit_answer",{}]')
    said = [line.hears("43/participant,7[", timeout_s=1.5) for line in lines]
    assert sum("answer_malformed" in each for each in said if each) == 3
    assert sum("replaced_by_tab" in "".join(line.heard) for line in lines) == 47
    for line in lines:
        line.close()
    arena.room.console.until(lambda: inside(arena) == 2, timeout=GHOST)
