"""Before and after, person by person: how many moved, and how much the totals hide (S-09, S-12)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

TIE = (
    5.0  # points; a smaller lead convinced nobody in particular (the rule of Oxford-style debates)
)


@dataclass(frozen=True)
class Change:
    """The change table of two rounds: people who answered both; the others are counted apart."""

    categories: tuple[str, ...]
    flows: tuple[tuple[int, ...], ...]  # flows[i][j]: people who went from category i to category j
    only_before: int = 0  # people who answered just the first round
    only_after: int = 0

    @property
    def pairs(self) -> int:
        """N: people with a valid answer in both rounds."""
        return sum(map(sum, self.flows))

    @property
    def before(self) -> tuple[int, ...]:
        """People per category before, pairs only."""
        return tuple(map(sum, self.flows))

    @property
    def after(self) -> tuple[int, ...]:
        """People per category after, pairs only."""
        return tuple(sum(row[at] for row in self.flows) for at in range(len(self.categories)))

    @property
    def moved(self) -> int:
        """Gross change in people: those whose category is another."""
        return self.pairs - sum(row[at] for at, row in enumerate(self.flows))

    @property
    def changes(self) -> tuple[int, ...]:
        """after − before per category, in people."""
        return tuple(after - before for before, after in zip(self.before, self.after, strict=True))

    @property
    def net_people(self) -> int:
        """Net change in people: ½ Σ|after − before|, what the totals show."""
        return sum(map(abs, self.changes)) // 2

    @property
    def hidden_people(self) -> int:
        """Moves that cancel each other out, and so do not show in the totals."""
        return self.moved - self.net_people

    @property
    def gross(self) -> float | None:
        """«Bruto»: share of the pairs that moved, 0..1; None without pairs."""
        return self._share(self.moved)

    @property
    def net(self) -> float | None:
        """«Neto»: net change as a share of the pairs, 0..1; None without pairs."""
        return self._share(self.net_people)

    @property
    def hidden(self) -> float | None:
        """«Oculto»: gross − net, 0..1; None without pairs."""
        return self._share(self.hidden_people)

    @property
    def balance(self) -> tuple[float, ...]:
        """«Saldo» per category, in percentage points of the pairs; zeros without pairs."""
        return tuple(100 * change / self.pairs if self.pairs else 0.0 for change in self.changes)

    @property
    def retention(self) -> tuple[float | None, ...]:
        """Share of each category's first people who stayed, 0..1; None where there was nobody."""
        return tuple(
            row[at] / before if before else None
            for at, (row, before) in enumerate(zip(self.flows, self.before, strict=True))
        )

    @property
    def pair_rate(self) -> float | None:
        """Pairs / answers of the first round, 0..1; None when nobody answered it."""
        first = self.pairs + self.only_before
        return self.pairs / first if first else None

    def convinced(self, undecided: Sequence[str] = ()) -> tuple[str | None, float]:
        """«Qué postura convenció más» (S-12): (category, margin over the second in points).

        The category is None on a technical tie (margin under 5 points) or when no side gained.
        """
        balance = zip(self.categories, self.balance, strict=True)
        sides = sorted(
            (each for each in balance if each[0] not in undecided), key=lambda each: -each[1]
        )
        if not sides or sides[0][1] <= 0:
            return None, 0.0
        margin = sides[0][1] - (sides[1][1] if len(sides) > 1 else 0.0)
        return (sides[0][0] if margin >= TIE else None), margin

    def _share(self, people: int) -> float | None:
        return people / self.pairs if self.pairs else None


def change_table(
    pairs: Iterable[tuple[str, str]],
    categories: Sequence[str],
    *,
    only_before: int = 0,
    only_after: int = 0,
) -> Change:
    """The change table (S-09) of (before, after) ``pairs``, one per person who answered twice.

    Raises ValueError for a category that is not in ``categories``.
    """
    known = tuple(categories)
    counted = Counter(pairs)
    strange = {category for pair in counted for category in pair} - set(known)
    if strange:
        raise ValueError(f"categories not offered: {sorted(map(str, strange))}")
    flows = tuple(tuple(counted[before, after] for after in known) for before in known)
    return Change(known, flows, only_before, only_after)
