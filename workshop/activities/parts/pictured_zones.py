"""Activities whose answers belong to a zone of a picture, above or below a waterline."""

from typing import Any

from workshop.activities.parts.options import NamedOption


class PicturedZones:
    """Puts each answer into a zone of its picture."""

    @property
    def picture(self) -> tuple[tuple[NamedOption, ...], int]:
        """The zones from the top down, and how many of them lie above the water."""
        raise NotImplementedError

    def zone_of(self, value: Any) -> str:
        """The id of the zone where this answer belongs."""
        raise NotImplementedError
