"""A module held from its lobby to its record by forty people, in this process, and looked at.

Inés presses what her own console offers: a walk goes as the console's one button goes. After each
press, pages of wall, console and phones are read for what no page may hold (`faults_of`).
"""

import json
import re
import secrets
from functools import cached_property
from html import unescape

from realtime.state.live_state import live_state_of
from realtime.state.phone_limits import TextLimiter
from tests.support.cast import Phone, Room
from tests.support.live_state import phone_connections
from tools.people import NAMES
from tools.phones import SKIP
from tools.populate import plan
from tools.room_of_forty import CHANGES, LATE, PEOPLE, RoomOfForty
from workshop.activities import CountedByHand
from workshop.activities.parts.public_list import PublicList

MOST_PRESSES = 12  # on one step: «Abrir», «Cerrar», «Mostrar», four for two rounds, «Siguiente»
LEFT_OVER = re.compile(
    r"\b(?:undefined|None|nan|NaN|Infinity|Lorem|TODO|FIXME)\b"  # what a program says, not a person
    r"|\{\{|\}\}|\{%|%\}|%\(\w+\)|\{\w*\}|\[object|&(?:amp|lt|gt|quot|#\d+);"
)
HEADED = re.compile(r"<(h[1-6]|caption|th|dt|button|legend)\b([^>]*)>(.*?)</\1>", re.DOTALL)
SILENT = re.compile(r"<(script|style|template)\b.*?</\1>", re.DOTALL)
COMMAND = re.compile(r'action="/sesiones/\d+/([\w-]+)" data-command([^>]*)>')
EXPORTS = ("resultado", "resultado.csv", "resultado.csv?sep=%3B", "imagenes")


def words(html):
    """The text of a page, its tags left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", SILENT.sub(" ", html))).split())


def faults_of(html):
    """Faults of a page, a line for each: left-overs, headings without a word, styles."""
    found = []
    said = words(html)
    for left in LEFT_OVER.finditer(said):
        found.append(f"says {said[max(0, left.start() - 30) : left.end() + 20]!r}")
    for value in re.findall(r'="(None|undefined|nan%?|NaN%?|-?inf%?)"', html):
        found.append(f"an attribute is {value}")
    for tag, attributes, inside in HEADED.findall(SILENT.sub(" ", html)):
        named = "aria-label" in attributes or "data-" in attributes or "hidden" in attributes
        if not named and not words(inside) and "<svg" not in inside:
            found.append(f"<{tag}{attributes}> is empty")
    if "style=" in html:
        found.append("style= (the CSP allows none)")
    return found


class WalkthroughPhone(Phone):
    """One of the forty."""

    number = 0

    @property
    def snapshot(self):
        """The page it shows, with what only it was handed."""
        told = self.latest("snapshot")
        handed = self.latest("handed")
        if handed is None:
            return told
        return told | {"personal": (told["personal"] or {}) | {"handed": handed}}

    def gives(self, round_id, value):
        """Hand something in and do not wait; None says nothing."""
        if value is None:
            return
        self.revisions[round_id] = self.revisions.get(round_id, 0) + 1
        state = "skip" if value is SKIP else "answer"
        answer = {"round": round_id, "answer_id": secrets.token_hex(16), "state": state}
        answer |= {"revision": self.revisions[round_id], "value": None if value is SKIP else value}
        number = self.revisions[round_id] + 10_000 * round_id
        self.socket.say(f"2{self.socket.namespace},{number}{json.dumps(['submit_answer', answer])}")


class ModuleWalkthrough:
    """One module, walked. ``seen`` notes what came up: «split», «compared», «protected»…"""

    def __init__(self, site, module):
        self.module = module
        self.seen = set()
        self.faults = []
        self.at = None  # the label of the step
        self._read = {}
        self.crowd = RoomOfForty()
        self.room = Room(site, module, phones=(), hold_texts=False)
        self.people = [self._comes(number) for number in range(PEOPLE) if number != LATE]
        self.looks()

    def _comes(self, number):
        phone = WalkthroughPhone(self.room.site, NAMES[number % len(NAMES)])
        phone.number = number
        self.room.phones.append(phone.enter(self.room.run))
        return phone

    @cached_property
    def steps(self):
        """Each activity as it is asked, and whether it was asked before."""
        return plan(self.module)

    # --- what Inés does ---------------------------------------------------------------------------

    def goes_all_the_way(self):
        """From the lobby to the end: every step, and the one who is late comes in the middle."""
        self.presses("empezar")
        for at, (activity, again) in enumerate(self.steps):
            if at == len(self.steps) // 2:
                self.people.append(self._comes(LATE))
                self.looks()
            self._walks(activity, again)
        self.reads_what_is_left()

    def _walks(self, activity, again):
        """One step, by the one button, with everything beside it that shows more."""
        label = self.at
        self.presses("abrir")
        if isinstance(activity, CountedByHand):
            counts = {f"count-{option.id}": 1 for option in activity.options[:3]}
            assert self.room.do("contar", room=PEOPLE, **counts).status == 204
            self.looks()
        elif activity.takes_answers:
            self._answers(activity, again)
        for _ in range(MOST_PRESSES):
            if self.at != label or self.is_over:
                return
            self.presses(self._next())
            self._splits()
        raise AssertionError(f"{label} does not end: {self.moves}")

    def _next(self):
        """Shown even where the one button would go on: a page that nobody asked for breaks too."""
        also = [verb for verb, held in self.moves if verb == "mostrar" and not held]
        return also[0] if also else self.moves[-1][0]

    def _splits(self):
        """By segment and back, where that is offered."""
        if ("desglosar", False) not in self.moves:
            return
        self.presses("desglosar")
        told = re.search(r'data-split(?:[^>]* data-columns="(\d+)")?', self.wall["html"])
        self.seen.add("split" if told else "nothing told by segment")
        self.presses("desglosar")

    def _answers(self, activity, again):
        """Everybody answers; one of them twice; where tables answer, whoever writes."""
        if activity.by_table:
            self._sits()
        self._time_goes_by()
        value_for = self.crowd.answers(activity, again)
        round_id = self.wall["round"]["id"]
        for phone in self.people:
            if not activity.by_table or self.crowd.writes(phone.number):
                phone.gives(round_id, value_for(phone))
        self.room.site.flush_answers()
        if isinstance(activity, PublicList) or not activity.by_table:
            self._time_goes_by()
            for phone in self.people:
                if phone.number == CHANGES or isinstance(activity, PublicList):
                    phone.gives(round_id, value_for(phone))
            self.room.site.flush_answers()
        self._nothing_was_refused(activity)
        self.room.site.tick_tally()
        self.looks()

    def _time_goes_by(self):
        """A minute and more, as between two questions of a real session."""
        live_state_of(self.room.site.app)[TextLimiter].clear()
        for connection in phone_connections.phones(self.room.run.id):
            connection.bucket.tokens = connection.bucket.burst

    def _sits(self):
        for phone in self.people:
            if not getattr(phone, "table", 0):
                phone.table = self.crowd.table_of(phone.number)
                phone.sits(phone.table)

    def _nothing_was_refused(self, activity):
        for phone in self.people:
            for _, told in phone.socket.facts["acknowledged"]:
                assert told["ok"], (activity.ref, phone.number, told)
            phone.socket.facts["acknowledged"].clear()

    def presses(self, verb):
        """One verb, and a look at everything that came of it."""
        reply = self.room.do(verb)
        assert reply.status == 204, (self.at, verb, reply)
        self.at = self.room.ines.at(self.room.run)
        self.looks()

    # --- what everybody sees ----------------------------------------------------------------------

    @property
    def wall(self):
        """The wall's page."""
        return self.room.wall.latest("snapshot")

    @property
    def console(self):
        """The console's page."""
        return self.room.console.latest("snapshot")

    @property
    def is_over(self):
        """Has it ended?"""
        return self.console["page"] == "ended"

    @property
    def moves(self):
        """Moves that her console offers: [(verb, must be held)], the one button last."""
        found = COMMAND.findall(self.console["html"])
        ordered = sorted(found, key=lambda move: "data-primary" in move[1])
        return [(verb, "data-hold" in rest) for verb, rest in ordered]

    def looks(self):
        """Read every page that is new."""
        pages = {"wall": self.wall, "console": self.console, "phone": self.people[0].snapshot}
        for who, page in pages.items():
            if self._read.get(who) == page["html"]:
                continue
            self._read[who] = page["html"]
            self.seen.add(f"{who} {page['page']}")
            self._notes(f"{self.at} {who} {page['page']}", page["html"])
        if 'data-page="compared"' in self.wall["html"]:
            self.seen.add("compared")
        if self.boards and self.boards not in self.seen:
            self.seen.add(self.boards)
            self._notes(self.boards, self._gets(self.boards))

    @property
    def boards(self):
        """The board of texts, where the console has a door to it."""
        found = re.search(r'href="(/sesiones/\d+/montones)"', self.console["html"])
        return found and f"{found[1]}?{self.at}"

    def _notes(self, where, html):
        self.faults += [f"{where}: {fault}" for fault in faults_of(html)]

    # --- what is read afterwards ------------------------------------------------------------------

    def reads_what_is_left(self):
        """Record, files, pictures, boards; and the pages of the module and the session."""
        base = f"/sesiones/{self.room.run.id}"
        for page in (f"/modulos/{self.module}", "/inicio", base):
            self._notes(page, self._gets(page))
        told = {page: self._gets(f"{base}/{page}") for page in EXPORTS}
        record = told["resultado"]
        for page in ("resultado", "imagenes"):
            self._notes(page, told[page])
        for page in sorted(set(re.findall(rf"{base}/vueltas/\d+/imagen", record))):
            self._notes(page, self._gets(page))
            self.seen.add("picture")
        for page in ("resultado.csv", "resultado.csv?sep=%3B"):
            assert len(told[page].splitlines()) > len(self.steps), told[page]
            wrong = re.findall(r"[^\n]*\b(?:None|nan|undefined)\b[^\n]*", told[page])
            self.faults += [f"{page}: {line}" for line in wrong]

    def _gets(self, path):
        reply = self.room.ines.browser.get(path)
        assert reply.status == 200, (path, reply.status)
        return reply.text

    def leave(self):
        """Everybody goes home."""
        self.room.leave()
