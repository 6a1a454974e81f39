"""Signs of personal data in a text: shown to the trainer, and where it says so, refused.

Every search walks once over the text: no pattern here can look back further than a few words,
however the text was made.
"""

import unicodedata
from collections.abc import Iterable

import regex

from workshop.activities.parts.known_names import (
    DOCUMENT_WORDS,
    FIRST_NAMES,
    PLACE_WORDS,
    TITLES_OF_NOBODY,
)

EMAIL, PHONE, IDENTITY, NAME = "correo", "teléfono", "identificador", "nombre"

AT = regex.compile(r"@|[(\[]\s?(?:arroba|at)\s?[)\]]|\barroba\b", regex.I)
BEFORE_AT = regex.compile(r"[\w.+-]\s{0,2}$")
BOTH_GENDERS = regex.compile(r"s?\.\p{Lu}\p{Ll}")  # «compañer@s.Ya está»
AFTER_AT = regex.compile(
    r"\s{0,2}(?:(?:gmail|hotmail|outlook|yahoo|icloud)\b"
    r"|[\w-]{1,63}+(?:(?:\.|\s{0,2}[(\[]?\b(?:punto|dot)\b[)\]]?\s{0,2})[\w-]{1,63}+){0,4}+"
    r"(?<=(?:\.|\b(?:punto|dot)\b[)\]]?\s{0,2})[^\W\d_]{2,24}))",
    regex.I,
)

DATES = regex.compile(
    r"(?<![\d./-])(?:(?:19|20)\d\d([-/.])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])"
    r"|(?:0?[1-9]|[12]\d|3[01])([-/.])(?:0?[1-9]|1[0-2])\2(?:(?:19|20)\d\d|\d\d)"
    r"|(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
    r"|(?:19|20)\d\d[-/ ](?:19|20)\d\d"
    r"|(?:[01]?\d|2[0-3])\.[0-5]\d\s?-\s?(?:[01]?\d|2[0-3])\.[0-5]\d)(?![./-]?\d)"
)
DIGITS = regex.compile(r"\+?\d(?:[ .()/-]{0,2}\d){6,}+")
THOUSANDS = regex.compile(r"\d{1,3}([. ])\d{3}(?:\1\d{3}){1,}+")
MONEY_BEFORE = regex.compile(r"(?:[$€£]|\b(?:usd|eur|mxn|cop|ars|clp|pen|s/))\s?$", regex.I)
MONEY_AFTER = regex.compile(
    r"(?:[.,]\d{1,2}+)?\s?(?:[$€£%]|(?:pesos?|euros?|d[óo]lares|soles|bol[íi]vares|millones|mil"
    r"|unidades|clientes|personas|visitas|usd|eur|mxn|cop|ars|clp|pen)\b)",
    regex.I,
)
CALLS = frozenset(
    "tel telefono tfno tlf cel celular movil whatsapp wsp llama llamame".split()  # noqa: SIM905
)
FEWEST_DIGITS, MOST_DIGITS = 8, 13  # of a telephone; with its country two more

IDENTITIES = regex.compile(
    # RFC and CURP: their six digits are a day; in small letters only when they are whole
    r"\b(?:[A-ZÑ&]{3,4}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[A-Z0-9]{0,8}"
    r"|(?i:[a-zñ&]{3,4}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[a-z0-9]{3}|[a-z]{6}[a-z0-9]\d))"
    r"|\d{1,2}\.\d{3}\.\d{3}-[\dkK]"  # RUT
    r"|(?i:c[ée]dula|curp|rfc|dni|nie|nif|rut|cuil|cuit|pasaporte|c\.c\.|nss)"
    r"\s?(?:n[.º°úuo]{0,2}(?:mero)?)?[\s:#-]{0,3}(?i:[a-z]{0,4})[\d.-]{6,18}\d)(?!\w)"
)
SPANISH_IDENTITY = regex.compile(r"\b([XYZ]?)[- ]?(\d{7,8})[- ]?([A-Z])\b", regex.I)
CONTROL_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"

CALLED = regex.compile(  # «doña Marta», «el Sr. Pérez»: whatever the rest of the sentence is
    r"\b(?:[Dd]on|[Dd]oña|[Dd]ña\.?|D\.[ªa]?|Dª|[Ss]r(?:a|ita|ta)?\.?|[Ss]eñor(?:a|ita)?|[Ii]ng\."
    r"|[Ll]ic\.|[Dd]ra?\.|[Dd]octora?|[Pp]rof[ae]?\.)"
    r"\s{0,2}(?<=[\s.])(\p{Lu}\p{Ll}{1,24}+)"
)
FULL_NAME = regex.compile(
    r"\b(\p{Lu}\p{Ll}{2,11}+)\s{1,2}(?:de(?:l| la| los)?\s{1,2})?\p{Lu}\p{Ll}{2,24}+"
)
LAST_WORD = regex.compile(r"(\p{L}{1,12})\s{1,2}$")


def flags_of(text: object) -> tuple[str, ...]:
    """Names of the signs found, in Spanish, in a fixed order."""
    if not isinstance(text, str) or not text:
        return ()
    text = unicodedata.normalize("NFKC", text)  # ＠ is @, and １ is 1
    searches = {
        EMAIL: _has_email,
        PHONE: _has_phone,
        IDENTITY: _has_identity,
        NAME: _has_name,
    }
    return tuple(name for name, search in searches.items() if search(text))


def written(flags: Iterable[str]) -> str:
    """As they are kept beside the text, so that it is searched once and never at a drawing."""
    return ",".join(flags)


def read_flags(kept: str | None, text: str) -> tuple[str, ...]:
    """Flags of a text as they were kept; found now where none were kept yet (``kept`` is None)."""
    return flags_of(text) if kept is None else tuple(filter(None, kept.split(",")))


def _has_email(text: str) -> bool:
    """«ana@x.com», «ana @ x.com», «ana(arroba)x.com», «ana arroba x punto com»."""
    return any(
        BEFORE_AT.search(text[max(0, found.start() - 3) : found.start()])
        and AFTER_AT.match(text, found.end())
        and not BOTH_GENDERS.match(text, found.end())
        for found in AT.finditer(text)
    )


def _has_phone(text: str) -> bool:
    """Enough digits for a telephone, which are no money, date, invoice or year."""
    bare = DATES.sub(" fecha ", text)
    return any(_is_phone(bare, found) for found in DIGITS.finditer(bare))


def _is_phone(text: str, found) -> bool:
    digits = sum(char.isdigit() for char in found[0])
    abroad = found[0].startswith("+")
    if not FEWEST_DIGITS <= digits <= MOST_DIGITS + 2 * abroad:
        return False
    start = found.start()
    before = text[max(0, start - 40) : start]
    words = [_folded(word) for word in regex.findall(r"\p{L}+", before)[-4:]]
    if abroad or CALLS.intersection(words):
        return True
    if start and (text[start - 1].isalnum() or regex.search(r"\p{L}[-_/#]$", before)):
        return False  # the rest of a code: «F-2024-000123»
    if MONEY_BEFORE.search(before) or MONEY_AFTER.match(text, found.end()):
        return False
    if THOUSANDS.fullmatch(found[0]) and not (digits == 9 and found[0][0] in "6789"):
        return False
    return not DOCUMENT_WORDS.intersection(words)


def _has_identity(text: str) -> bool:
    if IDENTITIES.search(text):
        return True
    return any(
        CONTROL_LETTERS[int(f"{'XYZ'.find(found[1].upper()) if found[1] else ''}{found[2]}") % 23]
        == found[3].upper()
        for found in SPANISH_IDENTITY.finditer(text)
        if len(found[1] + found[2]) == 8  # DNI: eight figures; NIE: a letter and seven
    )


def _has_name(text: str) -> bool:
    """Somebody is called by a title, or by a first name and a surname."""
    if any(_folded(found[1]) not in TITLES_OF_NOBODY for found in CALLED.finditer(text)):
        return True
    return any(
        _folded(found[1]) in FIRST_NAMES and _word_before(text, found.start()) not in PLACE_WORDS
        for found in FULL_NAME.finditer(text, overlapped=True)
    )


def _word_before(text: str, at: int) -> str:
    found = LAST_WORD.search(text[max(0, at - 14) : at])
    return _folded(found[1]) if found else ""


def _folded(word: str) -> str:
    """Small letters without accents."""
    return "".join(
        char
        for char in unicodedata.normalize("NFD", word.casefold())
        if not unicodedata.combining(char)
    )
