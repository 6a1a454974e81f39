"""Capabilities that only some kinds have, under the names by which templates ask for them."""

from workshop.activities.parts.counted_by_hand import CountedByHand

CAPABILITIES: dict[str, type] = {  # {% if activity is counted_by_hand %}
    "counted_by_hand": CountedByHand,
}


def has(capability: type, activity: object) -> bool:
    """Does ``activity`` have ``capability``?"""
    return isinstance(activity, capability)
