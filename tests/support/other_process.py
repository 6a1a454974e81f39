"""Another process on the same database, as far as this one can tell."""

from sqlalchemy import delete, insert, update

from realtime.protocol.audiences import PARTICIPANT
from web.clock import now
from workshop.persistence.cluster_tables import Presence, Process
from workshop.persistence.unit_of_work import writing_transaction

RUN, NEXT_DOOR = 1, 2


class Other:
    """Another process on the same database, as far as this one can tell."""

    def __init__(self, name):
        self.name = name
        with writing_transaction() as connection:
            connection.execute(insert(Process).values(id=name, beat_at=now(), edition=0))

    def lets_in(self, *people, run=RUN, audience=PARTICIPANT):
        """Phones come in, or walls."""
        rows = [
            {"process_id": self.name, "who": who, "audience": audience, "run_id": run}
            for who in people
        ]
        self._does(insert(Presence).values(rows))
        return self

    def lets_out(self, *people):
        """They leave."""
        self._does(
            delete(Presence).where(Presence.process_id == self.name, Presence.who.in_(people))
        )

    def was_last_seen(self, ago):
        """Its last sign of life."""
        with writing_transaction() as connection:
            at = now() - ago
            connection.execute(update(Process).where(Process.id == self.name).values(beat_at=at))

    def _does(self, statement):
        with writing_transaction() as connection:
            connection.execute(
                update(Process)
                .where(Process.id == self.name)
                .values(beat_at=now(), edition=Process.edition + 1)
            )
            connection.execute(statement)
