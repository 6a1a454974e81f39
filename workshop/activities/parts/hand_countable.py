"""Activities whose answers fall into rows that a trainer can count by raised hands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.activities.parts.answer_input import InvalidAnswer

MAX_HANDS = 1_000  # people in a row; more nobody counts by eye


@dataclass(frozen=True)
class HandRow:
    """Row hands are raised for. ``mark`` stands for it where there is little room: «A», «3»."""

    key: str
    text: str
    mark: str


class HandCountable:
    """Its rows can be counted in the room, beside what phones answer or without any."""

    @property
    def hand_rows(self) -> tuple[HandRow, ...]:
        """The rows in the order of the question; () where this one cannot be counted."""
        raise NotImplementedError

    def hands_after(self, before: Mapping[str, int], entered: Mapping[str, Any]) -> dict[str, int]:
        """People by row after ``entered``; a row that is not named stays, zero is left out.

        Raises InvalidAnswer: option_unknown, number_out_of_range (0 to MAX_HANDS).
        """
        keys = [row.key for row in self.hand_rows]
        if not entered.keys() <= set(keys):
            raise InvalidAnswer("option_unknown")
        for people in entered.values():
            if type(people) is not int or not 0 <= people <= MAX_HANDS:
                raise InvalidAnswer("number_out_of_range", min=0, max=MAX_HANDS)
        after = {**before, **entered}
        return {key: after[key] for key in keys if after.get(key)}


def rows_by_letter(options: tuple[Any, ...], letters: tuple[str, ...]) -> tuple[HandRow, ...]:
    """A row for each option, marked by its capital letter as on the wall."""
    return tuple(
        HandRow(option.id, option.text, letter.upper())
        for option, letter in zip(options, letters, strict=True)
    )
