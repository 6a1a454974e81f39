"""Spanish words that mean the same: folded to one key, shown as most people wrote them."""

import itertools
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

TILDE = "\u0303"  # «ñ» is a letter of its own: año is not ano
# Words that only point at the next one; «la jefa» is «jefa».
POINTERS = frozenset(
    """el la lo los las un una unos unas al del de a con para por en mi mis tu tus su sus nuestro
    nuestra nuestros nuestras este esta estos estas ese esa esos esas aquel aquella mucho mucha
    muchos muchas algún alguna algunos algunas otro otra otros otras cada todo toda todos todas
    y e o u que""".split()  # noqa: SIM905
)
EDGES = " .,;:!¡?¿\"'«»“”‘’()[]{}…-–—_*#/\\"  # what surrounds a word and is no part of it


def fold(text: str) -> str:
    """The key of a word: no capitals, no accents but the ñ's, no articles, no marks around it."""
    parts = [part.strip(EDGES) for part in _without_accents(text.casefold()).split()]
    words = [part for part in parts if part]
    kept = list(itertools.dropwhile(_POINTER_KEYS.__contains__, words))
    return " ".join(kept or words)


def singular_in(key: str, known: Collection[str]) -> str:
    """The singular of ``key`` if somebody wrote it, else ``key``: «clientes» joins «cliente»."""
    forms = [_singulars(word) for word in key.split()]
    for candidate in itertools.product(*forms):
        found = " ".join(candidate)
        if found != key and found in known:
            return found
    return key


def commonest(forms: Mapping[str, int]) -> str:
    """How most people wrote it; among equals, in small letters and with its accents."""
    return min(forms, key=lambda form: (-forms[form], form != form.lower(), form.isascii(), form))


def gather(texts: Iterable[str]) -> Counter[str]:
    """How often each way of writing was used."""
    return Counter(text.strip(EDGES) or text for text in texts)


def _singulars(word: str) -> list[str]:
    forms = [word]
    if len(word) > 3 and word.endswith("s"):
        forms.append(word[:-1])
        if word.endswith("ces"):
            forms.append(word[:-3] + "z")
        if word.endswith("es"):
            forms.append(word[:-2])
    return forms


def _without_accents(text: str) -> str:
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.category(char) != "Mn" or (char == TILDE and kept and kept[-1] == "n"):
            kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


_POINTER_KEYS = frozenset(map(_without_accents, POINTERS))
