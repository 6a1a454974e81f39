"""The code that lets in, as people type it."""

import unicodedata

from workshop.refused import Refused

MAX_TYPED_CHARACTERS = 40  # characters typed; beyond it nobody meant six digits


def clean_code(raw: object) -> str:
    """Six ASCII digits from what was typed: spaces and hyphens go, full-width digits are digits.

    Raises Refused("code_malformed").
    """
    if not isinstance(raw, str) or len(raw) > MAX_TYPED_CHARACTERS:
        raise Refused("code_malformed")
    kept = [c for c in unicodedata.normalize("NFKC", raw) if not (c.isspace() or c in "-‐‑–—.")]
    digits = "".join(str(unicodedata.digit(c, "x")) for c in kept)
    if len(digits) != 6 or not digits.isascii() or not digits.isdecimal():
        raise Refused("code_malformed")
    return digits
