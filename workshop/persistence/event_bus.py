"""Hands committed events to their subscribers; one that fails keeps them from nobody else."""

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

log = logging.getLogger("mano_alzada.facts")


@dataclass(frozen=True)
class NotTold:
    """``listener`` failed at a fact. It is committed all the same, and whoever hears may retry."""

    listener: Callable[[Any], None]
    fact: Any


_listeners: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def hears(fact_type: type):
    """Register a function that is called with each committed fact of this type."""

    def register(listener):
        if listener not in _listeners[fact_type]:
            _listeners[fact_type].append(listener)
        return listener

    return register


def publish(facts) -> None:
    """Hand committed facts to their listeners, in the order they were announced.

    What was committed is true: a listener that fails keeps it from nobody else, and makes no error
    of whatever committed it.
    """
    for fact in facts:
        for listener in tuple(_listeners[type(fact)]):
            try:
                listener(fact)
            except Exception:  # noqa: BLE001 - whatever it was, the others hear
                _say_that_it_failed(NotTold(listener, fact))


def _say_that_it_failed(failure: NotTold) -> None:
    hearing = tuple(_listeners[NotTold])
    log.error("%s was not told of %r", failure.listener.__name__, failure.fact, exc_info=True)
    for listener in hearing:
        listener(failure)
