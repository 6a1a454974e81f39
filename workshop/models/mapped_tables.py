"""Every table, so that migrations and tests see all of them."""

from workshop.models.answer import Answer
from workshop.models.ballot import Attendance, Ballot
from workshop.models.group_tables import Approval, Seating
from workshop.models.handout import Handout
from workshop.models.logbook import Entry
from workshop.models.participant import Participant
from workshop.models.pile import Pile, Piled
from workshop.models.round import Round
from workshop.models.round_key import RoundKey
from workshop.models.run import Run
from workshop.models.staff_sessions import StaffSession
from workshop.models.step import Step
from workshop.persistence.cluster_tables import Pace, Presence, Process

ALL = (
    *(Run, Step, Round, Participant, Ballot, Attendance, Answer, Handout, Pile, Piled),
    *(Seating, Approval, RoundKey, Entry, StaffSession),
    *(Process, Presence, Pace),
)
