"""Words of a cloud: join two, hide one, show it again."""

from datetime import datetime

from workshop.activities.kinds.cloud import card_of_word
from workshop.activities.parts.word_folding import fold
from workshop.models.earlier_rounds import rounds_made_of
from workshop.models.locked_run import run_to_change
from workshop.models.logbook import log
from workshop.models.round import Round
from workshop.persistence.db import db
from workshop.refused import Refused


def join_words(run_id: int, round_id: int, word: str, into: str, now: datetime) -> None:
    """Count ``word`` as ``into``, or for itself again where that is "". Raises Refused."""
    _change(run_id, round_id, now, "joining", word, into)


def hide_word(run_id: int, round_id: int, word: str, hushed: bool, now: datetime) -> None:
    """Hide a word on every screen, or show it again. Raises Refused("card_unknown")."""
    _change(run_id, round_id, now, "hushing", word, hushed)


def _change(run_id: int, round_id: int, now: datetime, verb: str, word: str, to) -> None:
    """Change the round's copy of the activity by its method ``verb``, and the tally with it.

    Raises Refused("card_unknown") where there are no words to change.
    """
    run, round = run_to_change(run_id), db.session.get(Round, round_id)
    change = getattr(round.activity, verb, None) if round is not None else None
    if run is None or round is None or round.run_id != run_id or change is None or not word.strip():
        raise Refused("card_unknown")
    round.set_activity(change(word, to))
    log(run_id, now, f"word_{verb}", step=round.step.label)
    if round.is_final:
        db.session.flush()
        round.retally()
    if verb == "hushing":
        for made_of_it in rounds_made_of(run, round):
            made_of_it.apply_moderation([card_of_word(fold(word))], "hidden" if to else "shown")
    run.bump_version()
