"""Codes as people type them: the one that lets in, and those by which somebody comes back."""

import unicodedata

from workshop.activities.commitment import CODE
from workshop.refused import Refused

LONGEST = 40  # characters typed; beyond it nobody meant six digits


def clean_code(raw: object) -> str:
    """Six ASCII digits from what was typed: spaces and hyphens go, full-width digits are digits.

    Raises Refused("code_malformed").
    """
    if not isinstance(raw, str) or len(raw) > LONGEST:
        raise Refused("code_malformed")
    kept = [c for c in unicodedata.normalize("NFKC", raw) if not (c.isspace() or c in "-‐‑–—.")]
    digits = "".join(str(unicodedata.digit(c, "x")) for c in kept)
    if len(digits) != 6 or not digits.isascii() or not digits.isdecimal():
        raise Refused("code_malformed")
    return digits


def as_printed(typed: str) -> str:
    """A way back as its phone printed it: «k7pm 4xq2» is «K7PM-4XQ2»."""
    letters = "".join(letter for letter in typed[:LONGEST].upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:]}" if letters else ""


def is_way_back(code: str) -> bool:
    """Could a phone have made this code?"""
    return CODE.fullmatch(code) is not None
