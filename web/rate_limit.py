"""How many texts one phone may hand in: more is not writing, and a trainer reads them all."""

from realtime.protocol.packet_guard import Bucket
from workshop.refused import Refused

PHONES = 10_000  # whose pace is remembered at most


class TextPace:
    """By phone and not by socket: a page that is loaded again is the same phone."""

    def __init__(self):
        self.begin(0)

    def begin(self, a_minute: int) -> None:
        """So many at once, and so many a minute. Another app is being built in this process."""
        self._a_minute = a_minute
        self.forget()

    def forget(self) -> None:
        """Everyone begins anew."""
        self._phones: dict[str, Bucket] = {}

    def take(self, participant_id: str) -> None:
        """One more text of this phone. Raises Refused("too_fast")."""
        bucket = self._phones.get(participant_id)
        if bucket is None:
            if len(self._phones) >= PHONES:
                del self._phones[next(iter(self._phones))]
            bucket = Bucket(rate=self._a_minute / 60, burst=self._a_minute)
            self._phones[participant_id] = bucket
        if not bucket.takes():
            raise Refused("too_fast", seconds=bucket.seconds())


text_pace = TextPace()


def init_app(app) -> None:
    """As the settings say."""
    text_pace.begin(app.config["TEXTS_A_MINUTE"])
