"""A profile in text: what py-spy saw, in shares of what ran."""

import re

from bench.profiling import PROFILES_FOLDER, SCENARIOS, count, first_line, summary

STACKS = [
    "main (app.py:9);open_round (facilitator/rounds.py:20);tell (realtime/protocol/emit.py:31) 3",
    "main (app.py:9);tell (realtime/protocol/emit.py:30);tell (realtime/protocol/emit.py:31) 1",
    "main (app.py:9);Hub.do_poll (eventlet/hubs/epolls.py:31) 90",
    "Thread.run (threading.py:5);NativeThreads._work (transport/native_threads.py:126) 90",
]


def test_what_waits_is_left_out():
    total, inclusive, alone = count(STACKS)
    assert (total, inclusive["main (app.py)"]) == (4, 4)
    assert alone == {"tell (realtime/protocol/emit.py:31)": 4}


def test_a_function_that_calls_itself_counts_once():
    assert count(STACKS)[1]["tell (realtime/protocol/emit.py)"] == 4


def test_only_what_happens_within_a_request_is_kept_where_that_is_asked_for():
    assert count(STACKS, "open_round (")[0] == 3


def test_shares_are_said_function_by_function_and_line_by_line():
    assert summary(STACKS).splitlines() == [
        "total 4",
        "--- inclusive",
        "100.0% main (app.py)",
        "100.0% tell (realtime/protocol/emit.py)",
        " 75.0% open_round (facilitator/rounds.py)",
        "--- self",
        "100.0% tell (realtime/protocol/emit.py:31)",
    ]


def test_the_first_line_says_what_was_done_on_which_commit_and_when():
    line = first_line("paced", "f3ee8a2")
    assert line.startswith(SCENARIOS["paced"].says)
    assert re.search(r"commit f3ee8a2, \d+ \w+ \d{4}\.$", line)


def test_there_is_a_profile_of_each_path_with_its_commit():
    for name in SCENARIOS:
        head = (PROFILES_FOLDER / f"{name}-lean.txt").read_text("utf-8").splitlines()[0]
        assert re.search(r"commit [0-9a-f]{7,}, ", head), name
