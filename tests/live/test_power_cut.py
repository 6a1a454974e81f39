"""P2: a power cut loses nothing that was confirmed: the disk is asked before the phone hears.

The system calls of the real program are watched: the answer was written to the log, and the log was
synchronised to the disk, before a byte of its acknowledgement left for the phone.
"""

import re
import shutil
import subprocess
import time

import pytest

from tests.support.cast import Room

pytestmark = [
    pytest.mark.live,
    pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed"),
]

NAMES = ("Mateo", "Lucía", "Noa", "Iker", "Vera", "Leo", "Nora", "Aitor", "Sara", "Juan")
ANSWERS_EACH = 20  # of a phone; more at once would be refused for speed
CALLS = "pwrite64,write,writev,fsync,fdatasync,sendto,sendmsg"
MAX_CALL_BYTES = 70_000  # of a call that are read
ATTACH_TIMEOUT_S = 10.0  # until it watches

CALL = re.compile(r"(\d+) +(\w+)\((\d+)<([^>]*)>(.*)")
UNFINISHED = "<unfinished ...>"
RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>")
ACKNOWLEDGED = re.compile(r'\\"ok\\":true.*?\\"answer_id\\":\\"([0-9a-f]{32})\\"')


@pytest.fixture
def watched(server, tmp_path):
    """The file to which the program's calls are written, while it serves."""
    if "DATABASE_URL" in server.settings or server.workers:
        pytest.skip("the files are PostgreSQL's")
    calls = tmp_path / "calls"
    options = ["-f", "-y", "-s", str(MAX_CALL_BYTES), "-e", f"trace={CALLS}"]
    command = ["strace", *options, "-o", str(calls)]
    tracer = subprocess.Popen([*command, "-p", str(server.pid)], stderr=subprocess.PIPE, text=True)
    said = tracer.stderr.readline()
    if "attached" not in said:
        end(tracer)
        pytest.skip(f"this system lets nobody watch: {said.strip()}")
    yield calls
    end(tracer)


def end(tracer):
    """Watch no more."""
    tracer.terminate()
    tracer.wait()
    tracer.stderr.close()


def test_p2_the_disk_has_it_before_the_phone_is_told(server, watched):
    room = Room(server, "un-taller-breve", phones=NAMES)
    room.asks("A1")
    acked = set()
    for number in range(ANSWERS_EACH * len(NAMES)):
        ack = room.phones[number % len(NAMES)].answer(number % 3 + 1)
        assert ack["ok"]
        acked.add(ack["answer_id"])
    told = order_of(watched, acked)
    room.leave()
    assert len(told) == ANSWERS_EACH * len(NAMES)
    assert [each for each, was_safe in told.items() if not was_safe] == []


def order_of(calls, acked):
    """{answer: was it written and synchronised when the phone was told?}, by the calls' order."""
    deadline = time.monotonic() + ATTACH_TIMEOUT_S
    while True:
        told = judge(calls.read_text("utf-8", errors="replace").splitlines(), acked)
        if len(told) == len(acked) or time.monotonic() > deadline:
            return told
        time.sleep(0.1)  # the tracer writes a moment later; nothing could wake us


def judge(lines, acked):
    """Walk the calls in the order in which they ended."""
    written, safe, told, waiting = set(), set(), {}, {}
    for line in lines:
        if resumed := RESUMED.match(line):
            line = waiting.pop(resumed[1], "")
        elif line.endswith(UNFINISHED) and "sync(" in line:
            waiting[line.split(" ", 1)[0]] = line.removesuffix(UNFINISHED)
            continue
        call = CALL.match(line)
        if call is None:
            continue
        _, name, _, file, rest = call.groups()
        if file.endswith("mano_alzada.db-wal"):
            if name in ("fsync", "fdatasync"):
                safe |= written
            else:
                written |= {each for each in acked if each in rest}
        elif "-wal" not in file and ".db" not in file:
            for answer in ACKNOWLEDGED.findall(rest):
                told.setdefault(answer, answer in safe)
    return told
