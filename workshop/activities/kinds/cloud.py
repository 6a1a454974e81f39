"""Cloud: a few words each. What means the same counts together; nothing is dropped silently."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.hides_names import HidesNames
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import (
    ItemsFrom,
    OfferedItem,
    OffersItems,
    best_of,
    counted,
)
from workshop.activities.parts.known_names import COMMON_WORDS, FIRST_NAMES
from workshop.activities.parts.made_of_rounds import Source
from workshop.activities.parts.rows import Row, rows_of
from workshop.activities.parts.word_folding import (
    WrittenWords,
    commonest,
    fold,
    gather,
)

MAX_WORDS = 4  # words each
MIN_WORD_PEOPLE = 3  # who say what somebody calls themselves: it is a word, and no name
MAX_CHARS = 30  # characters of one; «distribuidora comercial» has 23


@dataclass(frozen=True, kw_only=True)
class Cloud(HidesNames, OffersItems, Activity):
    """The value is a list of 1 to ``maximum`` short texts, no two alike."""

    kind: ClassVar[str] = "cloud"
    name: ClassVar[str] = "Nube de palabras"
    moderated: ClassVar[bool] = True
    family: ClassVar[str] = "write"

    maximum: int = MAX_WORDS
    merge: dict[str, str] = field(default_factory=dict, hash=False)  # key → the key it joins
    hide: tuple[str, ...] = ()  # keys that no screen shows
    names: tuple[str, ...] = ()  # keys that wait, because somebody here is called so

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        pairs = table.table("merge")
        words = tuple(pairs.keys())
        return {
            "maximum": table.number("maximum", 1, MAX_WORDS, MAX_WORDS),
            "merge": {fold(word): fold(pairs.text(word, required=True)) for word in words},
            "hide": tuple(sorted({fold(word) for word in table.texts("hide")})),
            "names": tuple(sorted({fold(word) for word in table.texts("names")})),
        }

    @property
    def rows_are_texts(self) -> bool:
        return False  # they count how often each word was given

    def parse(self, raw: Any) -> list[str]:
        """Cleaned texts; of two that mean the same the first is kept."""
        if type(raw) is not list:
            raise InvalidAnswer("answer_malformed")
        if len(raw) > self.maximum:
            raise InvalidAnswer("too_many_options", n=len(raw), max=self.maximum)
        text = Text(ref=self.ref, title=self.title, maximum=MAX_CHARS)
        words: dict[str, str] = {}
        for each in raw:
            word = " ".join(text.parse(each).split())
            words.setdefault(fold(word), word)
        if not words or "" in words:
            raise InvalidAnswer("text_empty")
        return list(words.values())

    def imagine(self, person: Person) -> list[str]:
        many = person.chance.randint(1, self.maximum)
        return [person.says(self.ref)[:MAX_CHARS] for _ in range(many)]

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "words": [{"key", "text", "count"}] most said first, "total", "hushed", …}.

        Each person counts once for a word. "hushed": words the trainer took off every screen;
        "waiting": those that look like somebody's name, which she may show.
        """
        given = list(givens)
        shown = [each.value for each in given if each.moderation == "shown"]
        folded = {word: fold(word) for words in shown for word in words}
        written = self.written(folded.values())
        keys = {word: self._counted_as(written.singular(key)) for word, key in folded.items()}
        said: dict[str, list[str]] = defaultdict(list)
        for words in shown:
            for key, word in {keys[word]: word for word in sorted(words, reverse=True)}.items():
                said[key].append(word)
        words = [
            {"key": key, "text": _named(key, texts, folded), "count": len(texts)}
            for key, texts in said.items()
        ]
        loud = [word for word in words if word["key"] not in self.hide]
        told = [word for word in loud if not self._waits(word["key"], word["count"])]
        return {
            "n": len(given),
            "words": sorted(told, key=lambda word: (-word["count"], word["key"])),
            "total": sum(word["count"] for word in told),
            "hushed": len(words) - len(loud),
            "waiting": len(loud) - len(told),
            "held": sum(each.moderation == "held" for each in given),
            "hidden": sum(each.moderation == "hidden" for each in given),
        }

    @property
    def offers(self) -> tuple[str, ...]:
        return ("words",)

    def offered_items(self, source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        items = [
            (people, OfferedItem(word["text"], card_of_word(word["key"]), people, said))
            for word in self.tally(source.givens)["words"]
            if (people := word["count"]) and (said := counted(people, "persona", "personas"))
        ]
        return best_of(items, wanted.top)

    def written(self, keys: Iterable[str]) -> WrittenWords:
        """Words of a room, to ask `key_of`: made once for all of them."""
        return WrittenWords({*keys, *self.merge})

    def key_of(self, word: str, written: WrittenWords) -> str:
        """The key under which ``word`` counts, among all that were written."""
        return self._counted_as(written.singular(fold(word)))

    def joining(self, word: str, into: str) -> Self:
        """``word`` counts as ``into`` from now on; with "" it stands for itself again."""
        key, other = fold(word), fold(into)
        merge = {one: to for one, to in self.merge.items() if one != key}
        if other and other != key:
            merge = {one: other if to == key else to for one, to in merge.items()} | {key: other}
            merge.pop(other, None)
        return replace(self, merge=merge)

    def hushing(self, word: str, hushed: bool) -> Self:
        """``word`` leaves every screen, or comes back."""
        keys = set(self.hide) - {fold(word)} | ({fold(word)} if hushed else set())
        names = tuple(name for name in self.names if hushed or name != fold(word))
        return replace(self, hide=tuple(sorted(keys)), names=names)

    def among(self, names: Iterable[str]) -> Self:
        """Their names wait, whole and the first alone, until the trainer shows them.

        A common word is no name: of «Cliente fiel» only both words together wait.
        """
        whole = {fold(name) for name in names}
        first = {key.split()[0] for key in whole if key}
        keys = {*(whole - COMMON_WORDS), *(first & FIRST_NAMES)} - {""}
        return replace(self, names=tuple(sorted({*self.names, *keys})))

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per word, most said first."""
        words = tally["words"]
        texts, keys = [word["text"] for word in words], [word["key"] for word in words]
        return rows_of(texts, keys, [word["count"] for word in words], tally["n"]) if words else ()

    def say(self, value: Any) -> str:
        return " · ".join(value)

    def _waits(self, key: str, people: int) -> bool:
        """Does it look like a name? What many say and nobody is christened is a word."""
        return key in self.names and (people < MIN_WORD_PEOPLE or key.split()[0] in FIRST_NAMES)

    def _counted_as(self, key: str) -> str:
        seen = set()
        while key in self.merge and key not in seen:
            seen.add(key)
            key = self.merge[key]
        return key


def card_of_word(key: str) -> str:
    """The card of a word that several may have written, for what is made of it."""
    return f"={key}"


def _named(key: str, texts: list[str], folded: Mapping[str, str]) -> str:
    """As most people wrote it, among those who wrote this very word."""
    own = [text for text in texts if folded[text] == key]
    return commonest(gather(own)) if own else key
