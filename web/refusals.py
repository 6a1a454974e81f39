"""A refusal as it travels: its code, its words in the reader's language, its HTTP status."""

from flask_babel import gettext

from web.refusal_texts import CATALOGUE


def status_of(code: str) -> int:
    """Return the HTTP status of a refusal's code."""
    return CATALOGUE[code][1]


def sentence(code: str, **detail) -> str:
    """Return the sentence for a refusal's code, in the reader's language."""
    return gettext(CATALOGUE[code][0], **detail)


def refusal(code: str, **detail) -> dict:
    """Return a refusal as JSON: {ok, code, message, retry, stored}, and a place in line if any."""
    said = {
        "ok": False,
        "code": code,
        "message": sentence(code, **detail),
        "retry": CATALOGUE[code][2],
        "stored": None,
    }
    return said | {"place": detail["place"]} if "place" in detail else said
