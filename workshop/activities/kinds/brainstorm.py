"""Brainstorm: the blind vote on what the room collected, grouped into piles by the trainer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Self

from workshop.activities.base import FIRST_PILES, Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.items_from import (
    ItemsFrom,
    OfferedItem,
    OffersItems,
    best_of,
    counted,
)
from workshop.activities.parts.made_of_rounds import MadeOfRounds, Source
from workshop.activities.parts.options import NamedOption, read_named_options
from workshop.activities.parts.picks_card import PicksCard
from workshop.activities.parts.pictured_zones import PicturedZones
from workshop.activities.parts.rows import Row, rows_of
from workshop.statistics.ranking import places_of

MAX_VOTES, MAX_SHOWN = 10, 12
MAX_IDEA_CHARS = 20_000  # characters; a text kind may allow two thousand, as readers count
MIN_IDEAS = 2  # with one there is nothing to choose


@dataclass(frozen=True)
class Idea:
    """A pile with a name, or one text by itself.

    An unnamed pile speaks with the words of one of its texts (``voice``) while that is shown.
    """

    id: str
    name: str = ""
    words: str = ""
    voice: str = ""
    size: int = 1
    moderation: str = "shown"  # of its voice
    zone: str = ""  # where it lies in the picture its source drew

    @property
    def text(self) -> str:
        """The text by which phones and wall call it."""
        return self.words if self.words and self.moderation == "shown" else self.name

    @property
    def shown(self) -> bool:
        """May anyone see it?"""
        return bool(self.text)


@dataclass(frozen=True, kw_only=True)
class Brainstorm(PicksCard, OffersItems, MadeOfRounds):
    """Vote for up to ``maximum`` ideas; the value is the sorted list of their ids."""

    kind: ClassVar[str] = "brainstorm"
    name: ClassVar[str] = "Voto sobre tarjetas"
    source_keys: ClassVar[tuple[str, ...]] = ("act_of", "source")

    source: str
    maximum: int = 3
    top: int = 5
    ideas: tuple[Idea, ...] = ()  # filled when its round opens, as is the picture of its source
    zones: tuple[NamedOption, ...] = ()
    waterline: int = 0

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        if "show" in table and table.text("show") == "live":
            table.wrong("show", "el voto es a ciegas hasta cerrar", 'Escribe show = "close"')
        return {
            "source": table.text("source", required=True, longest=20),
            "maximum": table.number("maximum", 1, MAX_VOTES, 3),
            "top": table.number("top", 1, MAX_SHOWN, 5),
            "ideas": tuple(_idea(idea) for idea in table.tables("ideas")),
            "zones": read_named_options(table, "zones", 0, MAX_SHOWN) if "zones" in table else (),
            "waterline": table.number("waterline", 0, MAX_SHOWN, 0),
        }

    def source_problem(self, key: str, source: Activity) -> tuple[str, str] | None:
        if key == "source" and not source.moderated:
            return f"«{source.ref}» no recoge textos", "Nombra una actividad de texto"
        return super().source_problem(key, source)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {idea.id: place for place, idea in enumerate(self.shown)}

    @cached_property
    def shown(self) -> tuple[Idea, ...]:
        """The ideas that may be voted for and seen."""
        return tuple(idea for idea in self.ideas if idea.shown)

    @property
    def ready(self) -> bool:
        return len(self.shown) >= MIN_IDEAS

    @property
    def edition(self) -> int:
        return len(self.shown)

    def prepared(self, sources: Mapping[str, Source]) -> Self:
        source = sources[self.source]
        piles: dict[str, list[GivenAnswer]] = {}
        alone = []
        for given in sorted(source.givens, key=lambda given: given.card):
            if given.pile and given.moderation != "hidden":
                piles.setdefault(given.pile, []).append(given)
            elif not given.pile:
                alone.append(given)
        ideas = [
            _pile(f"p{number}", name, texts, source.activity)
            for number, (name, texts) in enumerate(sorted(piles.items()), 1)
        ]
        ideas += [
            Idea(
                given.card,
                words=source.activity.text_of(given.value),
                voice=given.card,
                moderation=given.moderation,
                zone=_zone_of(source.activity, given.value),
            )
            for given in alone
        ]
        zones, waterline = _picture_of(source.activity)
        return replace(self, ideas=tuple(ideas), zones=zones, waterline=waterline)

    @property
    def offers(self) -> tuple[str, ...]:
        return ("top",)

    def offered_items(self, source: Source, wanted: ItemsFrom) -> tuple[OfferedItem, ...]:
        counts = self.tally(source.givens)["counts"]
        items = [
            (votes, OfferedItem(idea.text, idea.voice, votes, _said(idea, votes)))
            for idea in sorted(self.shown, key=lambda idea: idea.id)
            if (votes := counts[idea.id])
        ]
        return best_of(items, wanted.top)

    def moderating(self, card: str, moderation: str) -> Self:
        if card not in {idea.voice for idea in self.ideas}:
            return self
        return replace(
            self,
            ideas=tuple(
                replace(idea, moderation=moderation) if idea.voice == card else idea
                for idea in self.ideas
            ),
        )

    def parse(self, raw: Any) -> list[str]:
        """The ids voted for, sorted. At least one: who wants none prefers not to answer."""
        if type(raw) is not list or not all(type(idea) is str for idea in raw):
            raise InvalidAnswer("answer_malformed")
        if len(raw) > self.maximum:
            raise InvalidAnswer("too_many_options", n=len(raw), max=self.maximum)
        if not raw or len(set(raw)) != len(raw) or not set(raw) <= {idea.id for idea in self.ideas}:
            raise InvalidAnswer("option_unknown")
        return sorted(raw)

    def imagine(self, person: Person) -> list[str]:
        return person.several(person.offered, self.maximum)

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n": people, "counts": {id: votes}, "best": the top ones, most votes first}.

        What ties with the last of them is among them: nothing is dropped by its place in a list.

        Where its source drew a picture also "zones": {zone: votes}, and each of the best its zone.
        """
        given = list(givens)
        votes = Counter(idea for each in given for idea in each.value)
        counts = {idea.id: votes[idea.id] for idea in self.shown}
        order = sorted(self.shown, key=lambda idea: (-counts[idea.id], idea.id))
        names = {zone.id: zone.text for zone in self.zones}
        places = places_of([-counts[idea.id] for idea in order])
        best = [
            {"id": idea.id, "text": idea.text, "size": idea.size, "votes": counts[idea.id]}
            | ({"zone": names.get(idea.zone, "")} if self.zones else {})
            for idea, place in zip(order, places, strict=True)
            if counts[idea.id] and place <= self.top
        ]
        tally = {"n": len(given), "counts": counts, "best": best}
        return tally | ({"zones": self._by_zone(counts)} if self.zones else {})

    def sides_of(self, tally: Mapping[str, Any]) -> tuple[Mapping[str, int], int]:
        return tally["counts"], tally["n"]

    def winner(self, givens: Iterable[GivenAnswer]) -> tuple[str, str]:
        best = self.tally(givens)["best"][:1]
        ideas = {idea.id: idea for idea in self.shown}
        return (ideas[best[0]["id"]].voice, best[0]["text"]) if best else ("", "")

    def votes_on(self, ref: str, tally: Mapping[str, Any]) -> Mapping[str, int] | None:
        if ref != self.source:
            return None
        counts = tally["counts"]
        return {i.voice: counts[i.id] for i in self.shown if i.voice and i.id in counts}

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per idea, most votes first; the shares are of people."""
        order = sorted(self.shown, key=lambda idea: (-tally["counts"][idea.id], idea.id))
        texts, keys = [idea.text for idea in order], [idea.id for idea in order]
        counts = [tally["counts"][key] for key in keys]
        names = {zone.id: zone.text for zone in self.zones}
        rows = rows_of(texts, keys, counts, tally["n"])
        return tuple(
            replace(row, note=names.get(idea.zone, ""))
            for row, idea in zip(rows, order, strict=True)
        )

    def say(self, value: Any) -> str:
        places = sorted(self._places[idea] for idea in value if idea in self._places)
        return " · ".join(self.shown[place].text for place in places)

    def _by_zone(self, counts: Mapping[str, int]) -> dict[str, int]:
        votes = {zone.id: 0 for zone in self.zones}
        for idea in self.shown:
            if idea.zone in votes:
                votes[idea.zone] += counts[idea.id]
        return votes


def _pile(key: str, name: str, texts: list[GivenAnswer], activity: Activity) -> Idea:
    shown = [given for given in texts if given.moderation == "shown"]
    zones = Counter(_zone_of(activity, given.value) for given in texts)
    zone = min(zones, key=lambda each: (-zones[each], each))
    if name not in FIRST_PILES or not shown:
        return Idea(key, name, size=len(texts), zone=zone)
    voice = shown[0]
    return Idea(key, name, activity.text_of(voice.value), voice.card, len(texts), zone=zone)


def _said(idea: Idea, votes: int) -> str:
    said = counted(votes, "voto", "votos")
    return f"{said}, montón de {idea.size} textos" if idea.size > 1 else said


def _picture_of(activity: Activity) -> tuple[tuple[NamedOption, ...], int]:
    return activity.picture if isinstance(activity, PicturedZones) else ((), 0)


def _zone_of(activity: Activity, value: Any) -> str:
    return activity.zone_of(value) if isinstance(activity, PicturedZones) else ""


def _idea(table: TableReader) -> Idea:
    return Idea(
        table.text("id", required=True),
        table.text("name"),
        table.text("words", longest=MAX_IDEA_CHARS),
        table.text("voice"),
        table.number("size", 1, 100_000, 1) or 1,
        table.text("moderation") or "shown",
        table.text("zone"),
    )
