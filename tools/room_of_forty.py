"""Forty people as a real room has them: groups that may be told or not, a late one, a silent one.

For a walk in one process (tests/support/walkthrough.py) as for simulated phones
(tools/phones.py): all that is asked of a phone is its ``number``, 0 to 39, and the ``snapshot``
it shows.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from tools.people import Crowd
from tools.phones import SKIP
from workshop.activities import Activity
from workshop.activities.parts.dated import asked_on
from workshop.activities.parts.segment import Segments

PEOPLE = 40
SILENT = 39  # is there from the first minute and never answers anything
LATE = 38  # comes when a good part is over, and knows nothing of it
CHANGES = 37  # answers, and thinks better of it before the round closes
SKIPS = 36  # prefers not to answer, every time
GROUPS = (17, 12, 5, 4)  # people in the places of a segment: with k = 5 the last is protected
PEOPLE_A_TABLE = 5


class RoomOfForty(Crowd):
    """Their answers; the same for the same seed. Who is ``LATE`` answers once they are there."""

    def __init__(self, seed: int = 10):
        super().__init__(seed, silent=0.0)

    @staticmethod
    def table_of(number: int) -> int:
        """Eight tables of five."""
        return number // PEOPLE_A_TABLE + 1

    @staticmethod
    def writes(number: int) -> bool:
        """Does this one write for the table?"""
        return number % PEOPLE_A_TABLE == 0

    def answers(self, activity: Activity, again: bool = False) -> Callable:
        """``value_for`` of a phone in one round; None says nothing, SKIP prefers not to answer."""
        asked = asked_on(activity, datetime.now(UTC).date())

        def value_for(phone):
            if phone.number == SILENT:
                return None
            if phone.number == SKIPS and not asked.by_table:
                return SKIP
            if isinstance(asked, Segments) and asked.segment:
                return self._place(asked, phone.number)
            return self.gives(asked, phone, again)

        return value_for

    @staticmethod
    def _place(activity: Segments, number: int) -> str:
        """Everybody belongs somewhere, for good."""
        places = [place.key for place in activity.segment_places]
        for at, people in enumerate(GROUPS):
            if number < people:
                return places[min(at, len(places) - 1)]
            number -= people
        return places[-1]
