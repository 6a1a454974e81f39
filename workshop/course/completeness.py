"""Is a module whole? What a trainer needs before, during and after it, and where it is missing."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from workshop.activities import Activity, CountedByHand
from workshop.activities.parts.content_errors import ContentProblem
from workshop.activities.parts.guide import HIT_CONDITIONS
from workshop.activities.parts.segment import segment_of
from workshop.course.library import USTED_NAME
from workshop.course.module import Module

MIN_LINES = {"objectives": 3, "reading": 3, "preparation": 2, "measure": 3}  # lines of each list
TEXTS = {
    "subtitle": "lo que sigue al título",
    "level": "el nivel",
    "audience": "para quién es",
    "opening": "la frase de apertura",
    "closing": "la frase de cierre",
    "minimum_talk": "cuánto se conversa como poco",
    "short": "cómo darlo en menos tiempo",
    "offline": "qué hacer sin red",
}
VOTE_CONDITIONS = ("consenso", "empate", "dispersion", "silencio")  # what a vote needs a line for
SHORT_MODULE_MIN = 60  # minutes; what lasts longer says how it fits into one
TABLE_WORK_MIN = 5  # minutes of the agenda from which work at tables needs no seconds
MIN_GUIDE_QUESTIONS = MIN_GUIDE_PITFALLS = 3  # in a whole module
FOLLOW_UP = re.compile(r"\b\d+(?:, \d+)*(?: y \d+)? (?:días|horas)\b")


def missing(module: Module) -> Iterator[ContentProblem]:
    """Every part that ``module`` still lacks."""
    for key, what in TEXTS.items():
        if not getattr(module, key):
            yield ContentProblem((), f"falta «{key}»", f"Añade {key}: {what}")
    for key, fewest in MIN_LINES.items():
        if len(getattr(module, key)) < fewest:
            many = f"hay {len(getattr(module, key))} en «{key}»"
            yield ContentProblem((key,), many, f"Escribe al menos {fewest}")
    if (
        module.short
        and module.minutes > SHORT_MODULE_MIN
        and f"{SHORT_MODULE_MIN} minutos" not in module.short
    ):
        what = "la versión corta no dice cómo darlo en 60 minutos"
        yield ContentProblem(
            ("short",), what, "Di qué actividades quedan y cuántos minutos cada una"
        )
    if module.measure and not any(FOLLOW_UP.search(line) for line in module.measure):
        yield ContentProblem(
            ("measure",), "no dice qué se mira después", "Añade una línea: «A 30 días: …»"
        )
    if not module.usted:
        yield ContentProblem((), "falta el texto con «usted»", f"Escribe {USTED_NAME}")
    yield from _agenda(module)
    yield from _talk(module)
    again = {ref for activity in module.activities for ref in activity.repeats}
    for position, activity in enumerate(module.activities):
        yield from _activity(("activities", position), activity, activity.ref in again)


def _agenda(module: Module) -> Iterator[ContentProblem]:
    minute = 0
    for position, block in enumerate(module.agenda):
        if block.starts != minute:
            what = f"falta del minuto {minute} al {block.starts}, donde empieza «{block.title}»"
            yield ContentProblem(("agenda", position, "starts"), what, "Une los tramos, sin huecos")
        minute = block.ends
    if minute != module.minutes:
        what = f"la agenda llega al minuto {minute} de {module.minutes}"
        yield ContentProblem(
            ("agenda",) if module.agenda else (), what, "Añade los tramos que faltan"
        )


def _talk(module: Module) -> Iterator[ContentProblem]:
    for key, fewest, what in (
        ("questions", MIN_GUIDE_QUESTIONS, "preguntas para la sala"),
        ("pitfalls", MIN_GUIDE_PITFALLS, "tropiezos"),
    ):
        many = sum(len(getattr(activity.guide, key)) for activity in module.activities)
        if many < fewest:
            fix = f"Añade {key} a la guía de una actividad, hasta {fewest}"
            yield ContentProblem(("activities",), f"hay {many} {what} en todo el módulo", fix)


def _activity(
    path: tuple[str | int, ...], activity: Activity, is_asked_again: bool
) -> Iterator[ContentProblem]:
    guide = activity.guide
    if not guide.notes:
        what = f"«{activity.ref}» no tiene notas para quien facilita"
        yield ContentProblem(path, what, "Añade [activities.guide] con notes = [ … ]")
    timed = (
        activity.seconds
        or isinstance(activity, CountedByHand)
        or activity.minutes >= TABLE_WORK_MIN
    )
    if activity.takes_answers and not timed:
        yield ContentProblem(
            path, f"«{activity.ref}» no dice cuántos segundos", "Añade seconds = 30"
        )
    whens = {branch.when for branch in guide.branches}
    for needed in _needed(activity, whens):
        what = f"«{activity.ref}» no dice qué hacer con «{needed}»"
        fix = f'Añade [[activities.guide.branches]] con when = "{needed}"'
        yield ContentProblem(path, what, fix)
    if is_asked_again:
        yield from _sides(path, activity, guide.options)


def _needed(activity: Activity, whens: set[str]) -> Iterator[str]:
    """The branches that the trainer will look for and not find."""
    if _has_key(activity):
        yield from (name for name in HIT_CONDITIONS if name not in whens)
    elif getattr(activity, "options", ()) and activity.categories() and not segment_of(activity):
        yield from (name for name in VOTE_CONDITIONS if name not in whens)


def _sides(
    path: tuple[str | int, ...], activity: Activity, sides: Mapping[str, Any]
) -> Iterator[ContentProblem]:
    undecided = getattr(activity, "undecided", ())
    for option in () if _has_key(activity) else getattr(activity, "options", ()):
        said = sides.get(option.id, {})
        if option.id not in undecided and not (said.get("for") and said.get("against")):
            what = f"«{activity.ref}» no trae a favor y en contra de «{option.id}»"
            fix = f"Añade [activities.guide.options.{option.id}] con for y against"
            yield ContentProblem(path, what, fix)


def _has_key(activity: Activity) -> bool:
    parts = getattr(activity, "items", ())
    return bool(getattr(activity, "key", "")) or any(getattr(part, "key", "") for part in parts)
