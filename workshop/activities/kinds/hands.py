"""Hands: raised or said aloud, counted by the trainer and entered on the console."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.counted_by_hand import CountedByHand
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.hand_countable import HandRow, rows_by_letter
from workshop.activities.parts.options import NamedOption, read_named_options
from workshop.activities.parts.rows import Row, row_percents, rows_of
from workshop.statistics.proportions import tenths, wilson

MIN_OPTIONS, MAX_OPTIONS = 1, 8  # options; more nobody counts by eye
MAX_PEOPLE = 5_000  # people


@dataclass(frozen=True, kw_only=True)
class Hands(CountedByHand, Activity):
    """Phones only say «raise your hand». ``counted`` is what was entered, ``room`` who was there.

    What is said aloud is said before everybody: nothing here is anyone's secret.
    """

    kind: ClassVar[str] = "hands"
    name: ClassVar[str] = "Manos y voces"
    family: ClassVar[str] = "talk"

    options: tuple[NamedOption, ...]
    counted: dict[str, int] = field(default_factory=dict, hash=False)
    room: int = 0  # 0: nobody has said yet

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        options = read_named_options(table, "options", MIN_OPTIONS, MAX_OPTIONS)
        if "mode" in table and table.text("mode") in ("A", "N"):
            table.wrong("mode", "lo que se dice en voz alta no lleva promesa", "Borra esta línea")
        if "seconds" in table:
            table.number("seconds", 5, 3_600)
            table.wrong("seconds", "las manos se cuentan sin prisa", "Borra esta línea")
        entered = table.table("counted")
        counted = {each.id: entered.number(each.id, 0, MAX_PEOPLE) for each in options}
        return {
            "options": options,
            "counted": {key: count for key, count in counted.items() if count is not None},
            "room": table.number("room", 0, MAX_PEOPLE, 0),
            "seconds": None,
        }

    @classmethod
    def option_ids(cls, own: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(option.id for option in own["options"])

    @property
    def letters(self) -> tuple[str, ...]:
        return tuple("abcdefgh"[: len(self.options)])

    @property
    def hand_rows(self) -> tuple[HandRow, ...]:
        return rows_by_letter(self.options, self.letters)

    @property
    def turnout(self) -> tuple[int, int]:
        """People who were there, and hands; nobody counts more hands than people."""
        raised = sum(self.counted.values())
        return max(self.room, raised), raised

    def counting(self, counted: Mapping[str, Any], room: Any) -> Self:
        """The same question with what was counted. Raises `InvalidAnswer`."""
        if counted.keys() - {option.id for option in self.options}:
            raise InvalidAnswer("option_unknown")
        for number in (*counted.values(), room):
            if type(number) is not int or not 0 <= number <= MAX_PEOPLE:
                raise InvalidAnswer("number_out_of_range", min=0, max=MAX_PEOPLE)
        return replace(self, counted=dict(counted), room=room)

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "counts": {id: hands}, "room", "low", "high"}: what was entered; phones give none.

        ``low`` and ``high`` bound the share of the room by Wilson (S-02); None without a room.
        """
        room, raised = self.turnout
        bounds = wilson(raised, room) or (None, None)
        return {
            "n": raised,
            "counts": {option.id: self.counted.get(option.id, 0) for option in self.options},
            "room": room,
            "low": bounds[0],
            "high": bounds[1],
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        keys = [option.id for option in self.options]
        texts = [option.text for option in self.options]
        return rows_of(texts, keys, [tally["counts"][key] for key in keys], tally["n"])

    def percents(self, tally: Mapping[str, Any]) -> dict[str, Any]:
        """Also "room": people who answered, of those who were there, in tenths of a per cent."""
        room = tenths(tally["n"], tally["room"])
        return row_percents(self.rows(tally)) | {"room": room}

    def bounds(self, tally: Mapping[str, Any]) -> tuple[float, float]:
        """Both ends of the interval of those who answered, in per cent; zeros without a room."""
        return 100 * (tally["low"] or 0), 100 * (tally["high"] or 0)
