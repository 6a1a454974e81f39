"""Activities whose answers the trainer counts in the room and enters; phones answer nothing."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self


class CountedByHand:
    """Its result is what was entered, so no phone and no table answers."""

    tables_may_answer: ClassVar[bool] = False

    options: tuple[Any, ...]  # what hands are raised for; each has an id

    @property
    def turnout(self) -> tuple[int, int]:
        """People who were there, and people who answered."""
        raise NotImplementedError

    def counting(self, counted: Mapping[str, Any], room: Any) -> Self:
        """Itself with ``counted`` answers of ``room`` people. Raises `InvalidAnswer`."""
        raise NotImplementedError
