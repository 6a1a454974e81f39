"""Every table, so that migrations and tests see all of them."""

from workshop.answer import Answer
from workshop.ballot import Attendance, Ballot
from workshop.handout import Handout
from workshop.logbook import Entry
from workshop.participant import Participant
from workshop.pile import Pile, Piled
from workshop.process import Pace, Presence, Process
from workshop.round import Round
from workshop.round_key import RoundKey
from workshop.run import Run
from workshop.seating import Approval, Seating
from workshop.staff import StaffSession
from workshop.step import Step

ALL = (
    *(Run, Step, Round, Participant, Ballot, Attendance, Answer, Handout, Pile, Piled),
    *(Seating, Approval, RoundKey, Entry, StaffSession),
    *(Process, Presence, Pace),
)
