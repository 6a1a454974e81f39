"""The board where the trainer puts texts into piles: what lies where, and what is still loose."""

from dataclasses import dataclass

from sqlalchemy import select

from realtime.views.models import Card, RoundView, StepView
from realtime.views.moderation_queue import cards_of
from realtime.views.rounds import RoundReader
from realtime.views.run_reader import step_view
from workshop.activities.base import UNNAMED_PILE
from workshop.commands.piles import (
    MAX_PILES,
    MIN_PILES,
    NONE_OPTION_TEXT,
    round_of_piles,
)
from workshop.models.pile import Pile, PiledText, piles_of
from workshop.models.run import Run
from workshop.persistence.db import db
from workshop.reports.visibility import ResultVisibility


@dataclass(frozen=True)
class PileView:
    """One pile with its texts. ``key`` is what the keyboard calls it."""

    id: int
    key: str
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class PileBoard:
    """Everything the page of piles shows. Hidden texts are not on it; held ones are."""

    step: StepView
    round: RoundView
    piles: tuple[PileView, ...]
    loose: tuple[Card, ...]
    fixed: bool  # categories of the module: coded, not voted on
    out_of_reach: bool  # anonymous and still open
    fewest: int = MIN_PILES
    most: int = MAX_PILES
    none_of_these: str = NONE_OPTION_TEXT

    @property
    def unready(self) -> tuple[str, ...]:
        """The keys of piles that have no name or no text, and could be voted on all the same."""
        piles = () if self.fixed else self.piles
        return tuple(p.key for p in piles if not p.cards or UNNAMED_PILE.fullmatch(p.name.strip()))

    @property
    def waiting(self) -> int:
        """Number of texts that are held and show no sign of personal data."""
        cards = (*self.loose, *(card for pile in self.piles for card in pile.cards))
        return sum(card.moderation == "held" and not card.flags for card in cards)

    @property
    def piled(self) -> int:
        """Count the texts that are in a pile."""
        return sum(len(pile.cards) for pile in self.piles)

    @property
    def total(self) -> int:
        """Count the texts there are to pile."""
        return self.piled + len(self.loose)


def pile_board_of(run: Run) -> PileBoard | None:
    """The board of the round whose texts may be piled now; None where there is none."""
    round = round_of_piles(run)
    if round is None:
        return None
    piles = piles_of(round.id)
    cards = sorted(
        (card for card in cards_of(round) if card.moderation != "hidden"),
        key=lambda card: (card.moderation != "held", card.card),
    )
    place = _places(piles)
    return PileBoard(
        step=step_view(run, round.step),
        round=RoundReader(ResultVisibility(run), round).picture(()).view,
        piles=tuple(
            PileView(
                pile.id,
                str(number),
                pile.name,
                tuple(card for card in cards if place.get(card.card) == pile.id),
            )
            for number, pile in enumerate(piles, 1)
        ),
        loose=tuple(card for card in cards if card.card not in place),
        fixed=round.activity.piles_are_fixed,
        out_of_reach=round.phase == "open" and round.mode == "A",
    )


def _places(piles: list[Pile]) -> dict[str, int]:
    ids = [pile.id for pile in piles]
    rows = db.session.execute(
        select(PiledText.card, PiledText.pile_id).where(PiledText.pile_id.in_(ids))
    )
    return {card: pile_id for card, pile_id in rows}
