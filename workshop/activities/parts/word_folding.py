"""Spanish words that mean the same: folded to one key, shown as most people wrote them."""

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

import regex

# «ñ» is a letter of its own: año is not ano.
SPANISH = str.maketrans("áéíóúü", "aeiouu")
ACCENTS = regex.compile(r"[\p{Mn}--\u0303]", regex.V1)
LOOSE_TILDES = regex.compile(r"(?<!n)\u0303")
MAX_TRIED_WORDS = 4  # words of one text that are made singular one at a time
# Words that only point at the next one; «la jefa» is «jefa».
ARTICLES = frozenset(
    """el la lo los las un una unos unas al del de a con para por en mi mis tu tus su sus nuestro
    nuestra nuestros nuestras este esta estos estas ese esa esos esas aquel aquella mucho mucha
    muchos muchas algún alguna algunos algunas otro otra otros otras cada todo toda todos todas
    y e o u que""".split()  # noqa: SIM905
)
EDGE_CHARACTERS = " .,;:!¡?¿\"'«»“”‘’()[]{}…-–—_*#/\\"  # what surrounds a word and is no part of it


def fold(text: str) -> str:
    """The key of a word: no capitals, no accents but the ñ's, no articles, no marks around it."""
    parts = [part.strip(EDGE_CHARACTERS) for part in _without_accents(text.casefold()).split()]
    words = [part for part in parts if part]
    kept = list(itertools.dropwhile(_POINTER_KEYS.__contains__, words))
    return " ".join(kept or words)


class WrittenWords:
    """The keys that a room wrote: built once, and asked for each of them in time of its length."""

    def __init__(self, keys: Iterable[str]):
        self._keys = frozenset(keys)
        self._words = frozenset(word for key in self._keys for word in key.split())

    def singular(self, key: str) -> str:
        """The singular of ``key`` if somebody wrote it, else ``key``: «clientes» joins «cliente».

        Each word by itself becomes the singular that somebody wrote somewhere; where that makes
        nothing that is known, the words are tried one at a time.
        """
        words = key.split()
        singular = [self._singular_of(word) for word in words]
        found = " ".join(singular)
        if found != key and found in self._keys:
            return found
        changed = [at for at, word in enumerate(words) if singular[at] != word]
        for at in changed[:MAX_TRIED_WORDS]:
            found = " ".join([*words[:at], singular[at], *words[at + 1 :]])
            if found in self._keys:
                return found
        return key

    def _singular_of(self, word: str) -> str:
        return next((form for form in _singulars(word) if form in self._words), word)


def commonest(forms: Mapping[str, int]) -> str:
    """The form that most people wrote; among equals, in small letters and with its accents."""
    return min(forms, key=lambda form: (-forms[form], form != form.lower(), form.isascii(), form))


def gather(texts: Iterable[str]) -> Counter[str]:
    """Count each way of writing."""
    return Counter(text.strip(EDGE_CHARACTERS) or text for text in texts)


def _singulars(word: str) -> tuple[str, ...]:
    """Words that ``word`` may be the plural of: three at most."""
    if len(word) <= 3 or not word.endswith("s"):
        return ()
    forms = [word[:-1]]
    if word.endswith("ces"):
        forms.append(word[:-3] + "z")
    if word.endswith("es"):
        forms.append(word[:-2])
    return tuple(forms)


def _without_accents(text: str) -> str:
    spanish = text.translate(SPANISH)
    if spanish.replace("ñ", "n").isascii():
        return spanish
    bare = ACCENTS.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", LOOSE_TILDES.sub("", bare))


_POINTER_KEYS = frozenset(map(_without_accents, ARTICLES))
