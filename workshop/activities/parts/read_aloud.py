"""Activities that begin with a story, which the trainer reads aloud before the question."""


class ReadAloud:
    """Is asked after its story."""

    story: str
