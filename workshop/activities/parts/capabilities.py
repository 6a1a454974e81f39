"""Capabilities that only some kinds have, under the names by which templates ask for them."""

from workshop.activities.parts.choice_of_options import ChoiceOfOptions
from workshop.activities.parts.counted_by_hand import CountedByHand
from workshop.activities.parts.feeds_register import FeedsRegister
from workshop.activities.parts.hand_countable import HandCountable
from workshop.activities.parts.items_from import TakesItems
from workshop.activities.parts.late_option import TakesLateOption
from workshop.activities.parts.read_aloud import ReadAloud
from workshop.activities.parts.timed_phases import TimedInPhases

CAPABILITIES: dict[str, type] = {  # {% if activity is counted_by_hand %}
    "choice_of_options": ChoiceOfOptions,
    "counted_by_hand": CountedByHand,
    "feeds_register": FeedsRegister,
    "hand_countable": HandCountable,
    "read_aloud": ReadAloud,
    "takes_items": TakesItems,
    "takes_late_option": TakesLateOption,
    "timed_in_phases": TimedInPhases,
}


def has(capability: type, activity: object) -> bool:
    """Does ``activity`` have ``capability``?"""
    return isinstance(activity, capability)
