"""Warns about texts that read badly on a phone. Warnings never stop a module."""

from collections.abc import Iterator

from workshop.activities.parts.content_errors import ContentProblem
from workshop.course.module import Module

# Characters that fit, at the phone's sizes, without pushing the options below the fold.
MAX_CHARACTERS = {
    "title": 60,
    "prompt": 160,
    "hint": 160,
    "text": 90,
    "points": 40,
    "paragraphs": 240,
    "reading": 160,
}


def too_long_for_a_phone(module: Module) -> Iterator[ContentProblem]:
    """Every text of ``module`` that a phone would show badly, with its path in the file."""
    for position, paragraph in enumerate(module.reading):
        yield from _long(("reading", position), "reading", paragraph)
    for at, activity in enumerate(module.activities):
        content = activity.to_content()
        path = ("activities", at)
        for key in ("title", "prompt", "hint"):
            yield from _long((*path, key), key, content[key])
        for position, option in enumerate(getattr(activity, "options", ())):
            yield from _long((*path, "options", position, "text"), "text", option.text)
        for key in ("points", "paragraphs"):
            for position, text in enumerate(getattr(activity, key, ())):
                yield from _long((*path, key, position), key, text)


def _long(path: tuple[str | int, ...], kind: str, text: str) -> Iterator[ContentProblem]:
    if len(text) > MAX_CHARACTERS[kind]:
        fits = MAX_CHARACTERS[kind]
        what = f"el texto tiene {len(text)} caracteres y en el teléfono caben bien {fits}"
        yield ContentProblem(path, what, "Acórtalo")
