"""How often one phone may ask over HTTP: a thumb's pace, and a draft's as it grows."""

from realtime.protocol.packet_guard import Bucket
from workshop.refused import Refused

RATE, BURST = 2.0, 12.0  # a second, and at once, of one phone
PHONES = 10_000  # whose pace is remembered at most

_pace: dict[str, Bucket] = {}


def slow_down(participant_id: str) -> None:
    """Count one more request of this phone. Raises Refused("too_fast")."""
    bucket = _pace.get(participant_id)
    if bucket is None:
        if len(_pace) >= PHONES:
            del _pace[next(iter(_pace))]
        bucket = _pace[participant_id] = Bucket(rate=RATE, burst=BURST)
    if not bucket.takes():
        raise Refused("too_fast", seconds=bucket.seconds())
