"""A whole module in one sitting: Inés presses the one button, simulated people answer."""

import asyncio
import json
import threading

from playwright.sync_api import expect

from tools.people import NAMES, Crowd, handed_in
from tools.phones import Room
from workshop.activities import CountedByHand, DealsCards
from workshop.activities.parts.public_list import PublicList

PEOPLE = 14  # simulated, beside the one with a real phone; enough for every group to be shown
SMALL_WALL = (1280, 720)  # two hundred pictures of it, at half the price of the large one
TIMEOUT_S = 20  # seconds; a busy machine, not a promise
SHOWN = "#stage > [data-page=revealed], #stage > [data-page=compared]"
REVEALS = ("Mostrar «Antes»", "Mostrar las cintas", "Mostrar el camino", "Mostrar todo")
# What a wall must never show once people have answered: nothing, or words cut through. What a list
# leaves out whole («y 12 más») is not cut: nobody sees half of it.
LOOK = """
() => {
  const stage = document.getElementById("stage");
  const seen = (one) => one.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const words = (one) => one.textContent.trim().slice(0, 60);
  const said = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && words(node));
  const window = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const frames = (one) => {
    const around = [window];
    for (let up = one.parentElement; up && up !== stage; up = up.parentElement)
      if (getComputedStyle(up).overflow !== "visible") around.push(up.getBoundingClientRect());
    return around;
  };
  const cut = (one) => {
    const box = one.getBoundingClientRect();
    const [slackX, slackY] = [box.width * 0.1 + 1, box.height * 0.2 + 1];
    const away = (frame) =>
      box.left >= frame.right - 1 || box.right <= frame.left + 1 ||
      box.top >= frame.bottom - 1 || box.bottom <= frame.top + 1;
    const out = (frame) =>
      box.left < frame.left - slackX || box.right > frame.right + slackX ||
      box.top < frame.top - slackY || box.bottom > frame.bottom + slackY;
    const around = frames(one);
    return !around.some(away) && around.some(out);
  };
  const all = [...stage.querySelectorAll("*")].filter(seen);
  const told = all.filter((one) => said(one) && !one.closest(".visually-hidden, table"));
  return {
    nothing: all.filter((one) => one.matches("[data-nothing]")).map(words),
    cut: told.filter(cut).map(words),
  };
}
"""


class BackgroundLoop:
    """An event loop of its own beside the browser's: simulated people live there."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def do(self, what):
        """Wait for a coroutine of theirs."""
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(TIMEOUT_S)

    def stop(self):
        """Everyone has gone."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(TIMEOUT_S)
        self.loop.close()


class PlayedModule:
    """One module, from its lobby to its end."""

    def __init__(self, people, background, module, people_in_room=PEOPLE, crowd=None):
        self.background = background
        self.crowd = crowd or Crowd(3, silent=0.0)
        self.console = people.console(fast_timers=True, reduced_motion="reduce")
        self.console.creates(module, "Una tarde", hold_texts=False)
        self.wall = people.wall(self.console.wall_path, size=SMALL_WALL, reduced_motion="reduce")
        self.wall.shows("joining")
        self.mateo = people.phone("Mateo", reduced_motion="reduce").enter(self.console.code)
        names = self.crowd.random.sample(NAMES, len(NAMES))
        base, code = self.console.base, self.console.code
        self.room = self.background.do(_come_in(base, code, people_in_room, names))
        self.answered = {}  # by label: how many answered
        self.watches_refusals()

    def watches_refusals(self):
        """No press of hers may be refused."""
        self.refused = []
        self.console.page.on("response", self._note)

    def presses(self):
        """The one button, whatever it says; returns that."""
        label = self.console.label
        if label == "Terminar":
            self.console.offers(label).holds("Space")
        else:
            self.console.does(label)
        return label

    def asks(self, activity, again=False):
        """One step as she walks it: open, answers, close, show; up to where «Siguiente» is next."""
        label = self.console.at
        if not activity.takes_answers:
            assert self.presses() in ("Mostrar", "Empezar")
            self.wall.shows("compared" if activity.compares else "open")
            self.looks_at_the_wall()
        elif isinstance(activity, CountedByHand):
            self.presses()
            self.counts_hands()
            self.closes_and_shows()
        else:
            assert self.presses() == ("Segunda vuelta" if again else "Abrir"), label
            self.answered[label] = self.answers(activity, again)
            self.closes_and_shows()
            self.console.counts(answered=self.answered[label])
        while self.console.label in REVEALS:
            self.presses()
            self.looks_at_the_wall()
        return label

    def answers(self, activity, again=False):
        """Everybody answers, Mateo on his screen; how many did."""
        self.background.do(self._room_answers(activity, again))
        round_id = self.room.open_round(self.room.phones[0])
        mine = 0 if activity.by_table else self.mateo_answers(round_id)
        refused = [op for op in self.room.history if op.what == "nack"]
        assert not refused, refused
        return mine + sum(
            op.state == "answer"
            for phone in self.room.phones
            if (op := phone.saved.get(round_id)) is not None
        )

    def mateo_answers(self, round_id):
        """He taps what one tap answers, and passes on the rest; 1 if he answered."""
        form = self.mateo.page.locator(f"#stage form[data-ready][data-round='{round_id}']")
        expect(form).to_be_visible()
        if form.locator("[data-submit]").count() or not form.locator(".option").count():
            self.mateo.skips().strip_says("skipped")
            return 0
        self.mateo.taps(0).saved()
        return 1

    def counts_hands(self):
        """She hears two voices, then one, and writes them down."""
        lines = self.console.page.locator(".counted__line:not(.counted__line--room)")
        for number, times in ((0, 2), (1, 1)):
            for _ in range(times):
                lines.nth(number).locator("[data-one='1']").click()
        expect(self.console.page.locator("[data-count-state]")).to_have_text("Guardado.")

    def closes_and_shows(self):
        """Close; show, if the button says that this is next."""
        self.console.does("Cerrar")
        if self.console.label == "Mostrar":
            self.presses()
            expect(
                self.wall.page.locator(
                    "#stage > [data-page=revealed], #stage > [data-page=compared]"
                )
            ).to_be_visible()
            self.looks_at_the_wall()

    def looks_at_the_wall(self):
        """A picture where there were answers, with nothing cut off."""
        self.shoots()
        found = self.wall.page.evaluate(LOOK)
        assert not found["nothing"], (self.console.at, found)
        assert not found["cut"], (self.console.at, found)

    def shoots(self, *ones):
        """Keep what the wall shows, and who else is asked for."""
        name = self.console.at.lower().replace("·", "-")
        for one in (self.wall, *ones):
            path = one.shots / f"{name}-{one.name.lower()}.jpg"
            one.page.screenshot(path=path, type="jpeg", quality=70, animations="disabled")

    def leave(self):
        """The room empties."""
        self.background.loop.call_soon_threadsafe(self.room.leave)
        assert not self.refused, self.refused

    async def _room_answers(self, activity, again):
        await self.room.sees(_is_open)
        if isinstance(activity, DealsCards):
            await self.room.sees(lambda snapshot: handed_in(snapshot) is not None)
        await self.room.answer_all(self.crowd.answers(activity, again))
        if isinstance(activity, PublicList):  # what the others gave is there to be lifted
            await self.room.answer_all(self.crowd.answers(activity, again))

    def _note(self, response):
        if response.status >= 400:
            self.refused.append((response.url, response.status, _words(response)))


async def _come_in(base, code, many, names):
    room = Room(base, code, many, 3, lambda number: names[number % len(names)])
    await room.join()
    return room


def _is_open(snapshot):
    return snapshot["round"] is not None and snapshot["round"]["phase"] == "open"


def _words(response):
    try:
        return response.json()
    except (ValueError, json.JSONDecodeError):
        return response.status_text
