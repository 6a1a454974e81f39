"""Activities whose list phones see while it is open."""


class PublicList:
    """Sends its tally to phones too, once a second at most (docs/decisions/0030)."""
