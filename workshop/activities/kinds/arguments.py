"""Arguments: read a few that people of other stances wrote, and mark those that made you think."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from workshop.activities.base import Activity, GivenAnswer, InvalidAnswer
from workshop.activities.parts.card_dealing import deal
from workshop.activities.parts.choice_of_options import undecided_of
from workshop.activities.parts.deals_cards import DealsCards, Reader
from workshop.activities.parts.fields import TableReader
from workshop.activities.parts.imagined_person import Person
from workshop.activities.parts.made_of_rounds import MadeOfRounds, Source
from workshop.activities.parts.rows import Row, rows_of

MIN_CARDS, MAX_CARDS = 1, 5  # more is not read in a minute
NO_STANCE = "Sin postura"


@dataclass(frozen=True)
class Argument:
    """One text of the source. Whose it is stays with the source."""

    card: str
    text: str
    stance: str = ""
    moderation: str = "shown"


@dataclass(frozen=True)
class Side:
    """One stance, as the vote calls it: its letter, its words and its colour's place."""

    id: str
    text: str
    letter: str = ""
    slot: int = 0


@dataclass(frozen=True, kw_only=True)
class Arguments(DealsCards, MadeOfRounds):
    """Each phone reads ``cards`` texts of others; the value is the list of the marked ones."""

    kind: ClassVar[str] = "arguments"
    name: ClassVar[str] = "Argumentos ajenos"
    family: ClassVar[str] = "talk"
    source_keys: ClassVar[tuple[str, ...]] = ("act_of", "source", "stances")

    source: str
    stances: str
    cards: int = 3
    top: int = 2
    arguments: tuple[Argument, ...] = ()  # filled when its round opens
    sides: tuple[Side, ...] = ()

    @classmethod
    def read_own(cls, table: TableReader) -> dict[str, Any]:
        return {
            "source": table.text("source", required=True, longest=20),
            "stances": table.text("stances", required=True, longest=20),
            "cards": table.number("cards", MIN_CARDS, MAX_CARDS, 3),
            "top": table.number("top", 1, MAX_CARDS, 2),
            "arguments": tuple(
                Argument(
                    each.text("card", required=True),
                    each.text("text", longest=MAX_ARGUMENT_CHARS),
                    each.text("stance"),
                    each.text("moderation") or "shown",
                )
                for each in table.tables("arguments")
            ),
            "sides": tuple(
                Side(
                    each.text("id"),
                    each.text("text"),
                    each.text("letter"),
                    each.number("slot", 0, 12, 0) or 0,
                )
                for each in table.tables("sides")
            ),
        }

    def source_problem(self, key: str, source: Activity) -> tuple[str, str] | None:
        if key == "source" and not source.moderated:
            return f"«{source.ref}» no recoge textos", "Nombra una actividad de texto"
        if key == "stances" and not source.categories():
            return f"«{source.ref}» no dice la postura", "Nombra una votación de una sola opción"
        if key != "act_of" and source.mode == "A":
            fix = f'Escribe mode = "S" en «{source.ref}»'
            return f"«{source.ref}» es anónima: nadie sabría cuál es su propio texto", fix
        return super().source_problem(key, source)

    @property
    def ready(self) -> bool:
        return bool(self._shown())

    def prepared(self, sources: Mapping[str, Source]) -> Self:
        texts, votes = sources[self.source], sources[self.stances]
        stance_of = _stances(votes)
        return replace(
            self,
            arguments=tuple(
                Argument(
                    given.card,
                    texts.activity.text_of(given.value),
                    stance_of.get(given.by, ""),
                    given.moderation,
                )
                for given in sorted(texts.givens, key=lambda given: given.card)
            ),
            sides=_sides(votes.activity),
        )

    def moderating(self, card: str, moderation: str) -> Self:
        if card not in {each.card for each in self.arguments}:
            return self
        return replace(
            self,
            arguments=tuple(
                replace(each, moderation=moderation) if each.card == card else each
                for each in self.arguments
            ),
        )

    def deal(
        self,
        readers: Sequence[Reader],
        dealt: Mapping[str, Sequence[str]],
        sources: Mapping[str, Source],
    ) -> dict[str, tuple[str, ...]]:
        """Others' texts of other stances; of the own stance only when there are no others."""
        stance_of = _stances(sources[self.stances])
        own = {given.by: given.card for given in sources[self.source].givens if given.by}
        shown = self._shown()
        everything = frozenset(each.card for each in shown)
        apart = {
            stance: frozenset(each.card for each in shown if each.stance != stance)
            for stance in {each.stance for each in shown} | set(stance_of.values())
        }

        def may_read(reader: Reader) -> frozenset[str]:
            mine = {own.get(reader.by, "")}
            stance = stance_of.get(reader.by, "")
            others = apart[stance] if stance else frozenset()  # the own text has the own stance
            return others or everything - mine

        exposed = Counter(card for cards in dealt.values() for card in cards)
        # A card that was hidden since is still held by those who got it, and counts for nobody.
        return deal(
            {reader.key: may_read(reader) for reader in readers},
            self.cards,
            {card: exposed[card] for card in everything},
        )

    def handed(self, cards: Sequence[str]) -> list[dict[str, str]]:
        texts = {each.card: each.text for each in self._shown()}
        return [{"card": card, "text": texts[card]} for card in cards if card in texts]

    def parse(self, raw: Any) -> list[str]:
        """The marked cards, sorted; [] says that none made this person think."""
        if type(raw) is not list or not all(type(card) is str for card in raw):
            raise InvalidAnswer("answer_malformed")
        if len(raw) > self.cards:
            raise InvalidAnswer("too_many_options", n=len(raw), max=self.cards)
        if len(set(raw)) != len(raw) or not {each.card for each in self.arguments} >= set(raw):
            raise InvalidAnswer("option_unknown")
        return sorted(raw)

    def check(self, value: Any, handed: Sequence[str]) -> None:
        if not set(value) <= set(handed):
            raise InvalidAnswer("card_not_yours")

    def imagine(self, person: Person) -> list[str]:
        return person.several(person.offered, min(2, self.cards), least=0)

    def tally(self, givens: Iterable[GivenAnswer]) -> dict[str, Any]:
        """{"n", "none": people who marked nothing, "marks": {card: n}, "sides": the top of each,
        "dense": are these too long together for a wall?}.

        A hidden text is not in there, and marks of it do not count.
        """
        given = list(givens)
        count = Counter(card for each in given for card in each.value)
        marks = {each.card: count[each.card] for each in self._shown()}
        sides = [self._side(side, marks) for side in self._sides_with_texts()]
        return {
            "n": len(given),
            "none": sum(not each.value for each in given),
            "marks": marks,
            "sides": sides,
            "dense": _is_dense([side["best"] for side in sides if side["best"]]),
        }

    def rows(self, tally: Mapping[str, Any]) -> tuple[Row, ...]:
        """One row per text, the most marked first; ``note`` says its stance."""
        names = {side.id: side.text for side in self.sides}
        order = sorted(self._shown(), key=lambda each: (-tally["marks"][each.card], each.card))
        counts = [tally["marks"][each.card] for each in order]
        texts, keys = [each.text for each in order], [each.card for each in order]
        return tuple(
            replace(row, note=names.get(each.stance, NO_STANCE))
            for row, each in zip(rows_of(texts, keys, counts, tally["n"]), order, strict=True)
        )

    def say(self, value: Any) -> str:
        marked = [each.text for each in self._shown() if each.card in value]
        return " · ".join(marked) or "Ninguno me hizo pensar"

    def _shown(self) -> tuple[Argument, ...]:
        return tuple(each for each in self.arguments if each.moderation == "shown")

    def _sides_with_texts(self) -> list[Side]:
        used = {each.stance for each in self._shown()}
        without = [Side("", NO_STANCE)] if "" in used else []
        return [side for side in self.sides if side.id in used] + without

    def _side(self, side: Side, marks: Mapping[str, int]) -> dict[str, Any]:
        texts = [each for each in self._shown() if each.stance == side.id]
        best = sorted(texts, key=lambda each: (-marks[each.card], each.card))[: self.top]
        return {
            "id": side.id,
            "text": side.text,
            "letter": side.letter,
            "slot": side.slot,
            "of": len(texts),
            "best": [
                {"card": each.card, "text": each.text, "marks": marks[each.card]}
                for each in best
                if marks[each.card]
            ],
        }


DENSE_IN_THREE_CHARS, DENSE_IN_TWO_CHARS = 480, 900  # what ten metres read, in three rows or in two
MAX_ARGUMENT_CHARS = 20_000  # characters; a text kind may allow two thousand, as readers count


def _is_dense(bests: list[list[dict[str, Any]]]) -> bool:
    """Would the wall have to shrink them? Then it shows one of each stance."""
    letters = sum(len(best["text"]) for side in bests for best in side)
    return letters > (DENSE_IN_THREE_CHARS if len(bests) > 2 else DENSE_IN_TWO_CHARS)


def _stances(votes: Source) -> dict[str, str]:
    return {given.by: votes.activity.category_of(given.value) for given in votes.givens if given.by}


def _sides(vote: Activity) -> tuple[Side, ...]:
    labels = [row.label for row in vote.rows(vote.tally(()))]
    undecided = undecided_of(vote)
    letters = vote.letters or ("",) * len(labels)
    return tuple(
        Side(key, label, letter, 0 if key in undecided else place)
        for place, (key, label, letter) in enumerate(
            zip(vote.categories(), labels, letters, strict=True), 1
        )
    )
