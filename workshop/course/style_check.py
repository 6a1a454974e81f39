"""Reads the course as a careful editor would: `python -m workshop.course.style_check [FOLDER]`.

What the loader refuses is wrong; what this refuses reads badly. It names file, line and way out.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from workshop.activities import Activity, FeedsRegister
from workshop.activities.parts.content_errors import ContentProblem
from workshop.course.completeness import missing
from workshop.course.library import (
    FILE_NAME,
    USTED_NAME,
    ContentError,
    Problem,
    read_library,
)
from workshop.course.module import Module
from workshop.course.toml_locator import Locator
from workshop.statistics.readability import readability

COURSE = Path(__file__).parents[2] / "content"
MIN_INFLESZ = 65  # INFLESZ: «bastante fácil» begins here
MAX_PROMPT_WORDS = MAX_SENTENCE_WORDS = 20  # words
MAX_OPTION_CHARACTERS = 110  # characters

# Keys of an activity that hold what people choose among, as texts or as tables with a text.
CHOICE_KEYS = ("options", "points", "statements", "zones", "areas", "items", "rubric", "stages")
PHONE_TEXT_KEYS = ("title", "hint", "story", "others")  # single texts that a phone shows

INSULTING = re.compile(
    r"\b(loc[oa]s?|(?<!a )cieg[oa]s?|sord[oa]s?|autis(?:ta|mo)s?|fanátic[oa]s?|histéric[oa]s?"
    r"|esquizofrénic[oa]s?|bipolar(?:es)?|paranoic[oa]s?|subnormal(?:es)?|minusválid[oa]s?"
    r"|dementes?)\b",
    re.IGNORECASE,
)
PUSHING = re.compile(
    r"\b(obviamente|evidentemente|lógicamente|naturalmente|claramente|por supuesto|sin duda"
    r"|como sabes|como todo el mundo sabe)\b",
    re.IGNORECASE,
)
GENERIC_MASCULINES = {
    "los trabajadores": "el personal",
    "los empleados": "el personal",
    "los compañeros": "el equipo",
    "los jefes": "las jefaturas",
    "los directivos": "la dirección",
    "los gerentes": "la gerencia",
    "los usuarios": "quienes lo usan",
    "los consumidores": "quienes compran",
    "los compradores": "quienes compran",
    "los vendedores": "quienes venden",
    "los alumnos": "el grupo",
    "los ciudadanos": "la ciudadanía",
}
SPLICED_GENDERS = re.compile(r"\w@s?(?!\w)|\b\w{2,}xs\b", re.IGNORECASE)
CAPITALISED_WORD = re.compile(r"\b[A-ZÁÉÍÓÚÑ]{5,}\b")
TU_FORMS = re.compile(
    r"\b(tú|tus?|te|ti|contigo|tuy[oa]s?|puedes|tienes|crees|quieres|haces|sabes|estás|llegas"
    r"|trabajas|hiciste|escribas)\b",
    re.IGNORECASE,
)
SAYS_NOT_SHOWN = re.compile(r"\bno (?:l[ao]s? muestres|salen?) en la pantalla\b", re.IGNORECASE)
DOUBLE_NEGATION = re.compile(
    r"\b(?:no|sin(?! embargo))\b[^,.;:¿?¡!…«»]*"
    r"\b(no|sin(?! embargo)|nunca|jamás|nadie|nada|ningún|ninguna|ninguno|tampoco)\b",
    re.IGNORECASE,
)


def check_course(folder: Path, whole: bool = True) -> list[Problem]:
    """Every problem of the course in ``folder``, by file and line.

    Without ``whole`` parts may be missing, and only what is there is read.
    """
    try:
        library = read_library(folder)
    except ContentError as error:
        return error.problems
    problems = []
    for slug, module in library.items():
        name = f"{slug}/{FILE_NAME}"
        locator = Locator((folder / slug / FILE_NAME).read_text("utf-8-sig"))
        wrongs = (*check(module), *(missing(module) if whole else ()))
        found = {(locator.line(wrong.path), wrong.what, wrong.fix) for wrong in wrongs}
        problems += [Problem(name, *each) for each in sorted(found)]
    return problems


def check(module: Module) -> Iterator[ContentProblem]:
    """List what reads badly in ``module``."""
    content = module.to_content()
    yield from _reading(module)
    for path, text in _texts(content, ()):
        yield from _words(path, text)
    if module.usted:
        yield from _left_with_tu(module.with_usted().to_content())
    for at, activity in enumerate(content["activities"]):
        path = ("activities", at)
        asked = [((*path, key), text) for key in PHONE_TEXT_KEYS if (text := activity.get(key))]
        offered = {key: _offered((*path, key), activity.get(key)) for key in CHOICE_KEYS}
        yield from _prompt((*path, "prompt"), activity["prompt"])
        for place, text in (*asked, *_offered((*path, "paragraphs"), activity.get("paragraphs"))):
            yield from _sentences(place, text)
        for choices in offered.values():
            yield from _choices(choices)
        items = [item for choices in offered.values() for item in choices]
        for place, text in (((*path, "prompt"), activity["prompt"]), *items):
            yield from _pushes(place, text)
        yield from _explanations((*path, "options"), activity)
        yield from _guide_against_show(path, activity)
        yield from _register_words(path, module.activities[at])


def _reading(module: Module) -> Iterator[ContentProblem]:
    for position, paragraph in enumerate(module.reading):
        yield from _sentences(("reading", position), paragraph)
    index = readability("\n".join(module.reading))
    if index is not None and index < MIN_INFLESZ:
        what = f"la lectura tiene un INFLESZ de {index:.0f} y debe llegar a {MIN_INFLESZ}"
        yield ContentProblem(("reading",), what, "Usa frases y palabras más cortas")


def _guide_against_show(
    path: tuple[str | int, ...], activity: Mapping[str, Any]
) -> Iterator[ContentProblem]:
    """A guide that says «do not show it» beside a button that would."""
    if activity.get("show") == "never":
        return
    for at, note in enumerate((activity.get("guide") or {}).get("notes") or ()):
        if SAYS_NOT_SHOWN.search(note):
            what = "la guía dice que no se muestre y la consola ofrece mostrarla"
            yield ContentProblem((*path, "guide", "notes", at), what, 'Escribe show = "never"')


def _left_with_tu(content: Mapping[str, Any]) -> Iterator[ContentProblem]:
    for path, text in _texts({key: content[key] for key in ("reading", "activities")}, ()):
        if "guide" not in path and (informal := TU_FORMS.search(text)):
            what = f"con «usted» todavía dice «{informal[0]}»: «{text[:40]}»"
            yield ContentProblem(path, what, f"Añade el texto a {USTED_NAME}")


def _register_words(path: tuple[str | int, ...], activity: Activity) -> Iterator[ContentProblem]:
    """Words that the company's register has not: it brings all modules together."""
    if not isinstance(activity, FeedsRegister):
        return
    for key, (words, known) in activity.vocabulary.items():
        for at, word in enumerate(words):
            if word not in known:
                fix = f"Usa una de estas: {', '.join(known)}"
                yield ContentProblem((*path, key, at), f"«{word}» no está en el registro", fix)


def _prompt(path: tuple[str | int, ...], text: str) -> Iterator[ContentProblem]:
    words = len(text.split())
    if words > MAX_PROMPT_WORDS:
        what = f"la pregunta tiene {words} palabras"
        yield ContentProblem(
            path, what, f"Déjala en {MAX_PROMPT_WORDS}; lo demás puede ir en «hint»"
        )


def _sentences(path: tuple[str | int, ...], text: str) -> Iterator[ContentProblem]:
    for sentence in re.split(r"[.?!…:;]", text):
        words = len(sentence.split())
        if words > MAX_SENTENCE_WORDS:
            what = f"hay una frase de {words} palabras: «{sentence.strip()[:40]}…»"
            yield ContentProblem(
                path, what, f"Pártela en frases de {MAX_SENTENCE_WORDS} como mucho"
            )


def _choices(choices: Sequence[tuple[tuple[str | int, ...], str]]) -> Iterator[ContentProblem]:
    seen: dict[str, str] = {}
    for path, text in choices:
        if len(text) > MAX_OPTION_CHARACTERS:
            what = f"la opción tiene {len(text)} caracteres"
            yield ContentProblem(path, what, f"Déjala en {MAX_OPTION_CHARACTERS}")
        same = seen.setdefault(_folded(text), text)
        if same is not text:
            yield ContentProblem(
                path, f"dice lo mismo que «{same[:40]}»", "Escribe dos opciones distintas"
            )


def _pushes(path: tuple[str | int, ...], text: str) -> Iterator[ContentProblem]:
    if pushing := PUSHING.search(text):
        what = f"«{pushing[0]}» empuja hacia una respuesta"
        yield ContentProblem(path, what, "Quítalo: la pregunta no opina")
    if twice := DOUBLE_NEGATION.search(text):
        yield ContentProblem(path, f"hay dos negaciones: «{twice[0][:40]}»", "Dilo en positivo")


def _words(path: tuple[str | int, ...], text: str) -> Iterator[ContentProblem]:
    if insult := INSULTING.search(text):
        what = f"«{insult[0]}» usa una condición de salud como adjetivo"
        yield ContentProblem(path, what, "Di lo que la persona hizo")
    for words, instead in GENERIC_MASCULINES.items():
        if re.search(rf"\b{words}\b", text, re.IGNORECASE):
            yield ContentProblem(
                path, f"«{words}» deja fuera a parte de la gente", f"Prueba «{instead}»"
            )
    if spliced := SPLICED_GENDERS.search(text):
        what = f"«{spliced[0]}» no se puede leer en voz alta"
        yield ContentProblem(path, what, "Usa «personas», «equipo» o «quienes»")
    if shouted := CAPITALISED_WORD.search(text):
        yield ContentProblem(path, f"«{shouted[0]}» está en mayúsculas", "Escríbelo en minúsculas")


def _explanations(
    path: tuple[str | int, ...], activity: Mapping[str, Any]
) -> Iterator[ContentProblem]:
    if not activity.get("key"):
        return
    said: dict[str, int] = {}
    for position, option in enumerate(activity.get("options", ())):
        why = option.get("why", "")
        if not why:
            what, fix = "la opción no tiene explicación", "Añade why: por qué es o no la correcta"
            yield ContentProblem((*path, position), what, fix)
        elif said.setdefault(_folded(why), position) != position:
            fix = "Explica lo propio de esta opción"
            yield ContentProblem((*path, position, "why"), "la explicación es igual que otra", fix)
        else:
            yield from _sentences((*path, position, "why"), why)


def _offered(
    path: tuple[str | int, ...], choices: Sequence[Any] | None
) -> list[tuple[tuple[str | int, ...], str]]:
    return [
        ((*path, at, "text"), choice.get("text", ""))
        if isinstance(choice, Mapping)
        else ((*path, at), str(choice))
        for at, choice in enumerate(choices or ())
    ]


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _texts(inner, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _texts(inner, (*path, at))


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.findall(r"[^\W_]+", letters))


def main(arguments: Sequence[str]) -> int:
    """Print every problem of a course; 1 if there is any."""
    folder = Path(arguments[0]) if arguments else COURSE
    problems = check_course(folder)
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
