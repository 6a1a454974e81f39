"""Activities that keep what people here are called off the wall until the trainer shows it."""

from collections.abc import Iterable
from typing import Self


class HidesNames:
    """Is asked among people whose names it knows."""

    def among(self, names: Iterable[str]) -> Self:
        """This activity as it is asked among people who are called like this."""
        raise NotImplementedError
