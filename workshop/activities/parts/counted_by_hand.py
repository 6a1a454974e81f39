"""Activities whose answers the trainer counts in the room and enters; phones answer nothing."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from workshop.activities.parts.hand_countable import HandCountable


class CountedByHand(HandCountable):
    """Its result is what was entered, so no phone and no table answers."""

    tables_may_answer: ClassVar[bool] = False

    options: tuple[Any, ...]  # what hands are raised for; each has an id
    counted: dict[str, int]  # people by option, as entered
    room: int  # people who were there; 0 while nobody has said

    @property
    def turnout(self) -> tuple[int, int]:
        """People who were there, and people who answered."""
        raise NotImplementedError

    def counting(self, counted: Mapping[str, Any], room: Any) -> Self:
        """Itself with ``counted`` answers of ``room`` people. Raises `InvalidAnswer`."""
        raise NotImplementedError
