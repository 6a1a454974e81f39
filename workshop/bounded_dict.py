"""A dictionary that forgets: memory of strangers' doings must have an end."""

from collections.abc import Callable
from typing import Any, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class BoundedDict(dict[K, V]):
    """At most ``max_items`` keys; one more pushes out the key that was set longest ago."""

    def __init__(self, max_items: int):
        super().__init__()
        self.max_items = max_items

    def __setitem__(self, key: K, value: V) -> None:
        """Set a key, which is the newest from now on."""
        self.pop(key, None)
        if len(self) >= self.max_items:
            del self[next(iter(self))]
        super().__setitem__(key, value)

    def setdefault(self, key: K, default: Any = None) -> V:
        """Return what the key has; one that is not there is set."""
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, *others: Any, **more: Any) -> None:
        """Set each key of a mapping, in its order."""
        for key, value in dict(*others, **more).items():
            self[key] = value

    def __ior__(self, other: Any) -> "BoundedDict[K, V]":  # type: ignore[override,misc]
        self.update(other)
        return self

    def discard_where(self, is_over: Callable[[K, V], bool]) -> None:
        """Forget every key for which ``is_over`` holds."""
        for key in [key for key, value in self.items() if is_over(key, value)]:
            del self[key]
