"""Activities whose answers hold a date, judged from the day on which they are asked."""

from datetime import date
from typing import Self

from workshop.activities.base import Activity


class Dated:
    """Is asked on a day."""

    def asked_on(self, day: date) -> Self:
        """This activity as it is asked on ``day``."""
        raise NotImplementedError


def asked_on(activity: Activity, day: date) -> Activity:
    """``activity`` as it is asked on ``day``; the same, unless it is `Dated`."""
    return activity.asked_on(day) if isinstance(activity, Dated) else activity
