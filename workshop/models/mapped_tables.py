"""List of every mapped class: importing it registers all tables with SQLAlchemy."""

from workshop.models.answer import Answer
from workshop.models.ballot import Attendance, Ballot
from workshop.models.group_tables import Approval, GroupTable
from workshop.models.handout import Handout
from workshop.models.logbook import LogEntry
from workshop.models.participant import Participant
from workshop.models.pile import Pile, PiledText
from workshop.models.return_code import ReturnCode
from workshop.models.round import Round
from workshop.models.round_key import RoundKey
from workshop.models.run import Run
from workshop.models.staff_sessions import StaffSession
from workshop.models.step import Step
from workshop.people.organisation import Organisation
from workshop.persistence.cluster_tables import Pace, Presence, Process
from workshop.register.entry import RegisterChange, RegisterEntry

ALL = (
    *(Run, Step, Round, Participant, Ballot, Attendance, Answer, Handout, Pile, PiledText),
    *(GroupTable, Approval, RoundKey, LogEntry, StaffSession, ReturnCode),
    *(Organisation, RegisterEntry, RegisterChange),
    *(Process, Presence, Pace),
)
