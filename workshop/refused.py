"""A refusal: the domain says no, with a code that people's words hang on elsewhere."""


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """``code`` stands in the catalogue of refusals; ``detail`` fills its sentence."""

    def __init__(self, code: str, **detail):
        super().__init__(code)
        self.code = code
        self.detail = detail
