"""A refusal as it travels: its code, its words in the reader's language, its HTTP status."""

from flask_babel import gettext

from web.refusal_texts import CATALOGUE


def status_of(code: str) -> int:
    """The HTTP status that goes with a refusal."""
    return CATALOGUE[code][1]


def sentence(code: str, **detail) -> str:
    """Return what happened and what to do, in the reader's language."""
    return gettext(CATALOGUE[code][0], **detail)


def refusal(code: str, **detail) -> dict:
    """A refusal as it travels: {ok, code, message, retry, stored}, and a place in line."""
    said = {
        "ok": False,
        "code": code,
        "message": sentence(code, **detail),
        "retry": CATALOGUE[code][2],
        "stored": None,
    }
    return said | {"place": detail["place"]} if "place" in detail else said
