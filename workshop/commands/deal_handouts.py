"""Deal the hand-outs of an open round to phones that hold none."""

import secrets
from collections.abc import Mapping

from workshop.activities import DealsCards, Reader
from workshop.models.earlier_rounds import sources_of
from workshop.models.handout import Handout, handouts_of
from workshop.models.round import Round
from workshop.persistence.db import db

_shuffle = secrets.SystemRandom().shuffle


def deal_handouts(round: Round, people: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Deal cards to those of ``people`` ({ballot key: participant}) who have none. Returns all.

    Within a unit of work: two people who enter at once are dealt to one after the other.
    """
    dealt = handouts_of(round.id)
    readers = [Reader(key, person) for key, person in people.items() if key not in dealt]
    _shuffle(readers)
    activity = round.activity
    if round.phase != "open" or not readers or not isinstance(activity, DealsCards):
        return dealt
    new = activity.deal(readers, dealt, sources_of(round.run, activity.sources))
    db.session.add_all(
        Handout(round_id=round.id, ballot_key=key, cards=list(cards)) for key, cards in new.items()
    )
    return dealt | new
