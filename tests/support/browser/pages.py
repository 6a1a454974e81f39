"""People with a browser, what they do and see. They never sleep: they wait for what they expect."""

import re

from playwright.sync_api import TimeoutError, expect

from tests.support.browser.person import TIMEOUT_MS, Person

expect.set_options(timeout=TIMEOUT_MS)

# Asked at every frame: an ``expect`` rests 100 ms between two looks, a module has 150 presses.
READY = """
([where, label]) => {
  const button = document.querySelector(where);
  const said = button?.querySelector(":scope > span")?.innerText.trim();
  return said === label && button.getAttribute("aria-disabled") !== "true";
}
"""

# A console whose short waits pass in no time: nobody trembles here, and eight hundred presses
# would otherwise rest seven minutes together. What has to be held is held as long as ever.
FAST_TIMERS = """
const now = performance.now.bind(performance), later = setTimeout.bind(window);
performance.now = () => 50 * now();
window.setTimeout = (what, ms, ...more) => later(what, ms <= 600 ? ms / 50 : ms, ...more);
"""


class Console(Person):
    """Inés at her laptop; ``brisk``: without the rests a trembling finger is given."""

    primary = "[data-primary] button"

    def __init__(self, *where, fast_timers=False, **options):
        super().__init__(*where, **options)
        if fast_timers:
            self.context.add_init_script(FAST_TIMERS)

    def creates(self, module, title="Una tarde", **ticks):
        """Fill in the home page's dialog and land in the lobby. ``hold_texts=False`` unticks."""
        page = self.page
        self.go("/inicio")
        page.locator(f"[data-new-run={module}]").click()
        dialog = page.locator("#new-run")
        dialog.locator("[name=title]").fill(title)
        for name, on in ticks.items():
            dialog.locator(f"[name={name}]").set_checked(on)
        dialog.locator("button[type=submit]").click()
        page.wait_for_url("**/sesiones/*")
        self.is_live()
        return self

    def is_live(self):
        """The socket is there: what is shown is true."""
        expect(self.page.locator("[data-link=saved]")).to_be_attached()
        return self

    @property
    def code(self):
        """The six digits."""
        return re.sub(r"\D", "", self.page.locator(".chip--code").inner_text())

    @property
    def wall_path(self):
        """Where the wall of this run is."""
        href = self.page.locator(".menu__list a").first.get_attribute("href")
        return re.search(r"/pantalla/[\w-]+", href).group()

    @property
    def run(self):
        """The number of the run."""
        return int(re.search(r"/sesiones/(\d+)", self.page.url).group(1))

    @property
    def label(self):
        """What the primary button says."""
        return self.page.locator(f"{self.primary} > span").inner_text().strip()

    @property
    def at(self):
        """The label of the present step, «A3»."""
        return (
            self.page.locator("[data-announcement]")
            .get_attribute("data-announcement")
            .split(",")[0]
        )

    def offers(self, label):
        """The primary button is ready to do ``label``."""
        try:
            self.page.wait_for_function(READY, arg=[self.primary, label])
        except TimeoutError:  # then say what is there instead
            button = self.page.locator(self.primary)
            expect(button.locator("> span")).to_have_text(label, timeout=1)
            expect(button).not_to_have_attribute("aria-disabled", "true", timeout=1)
        return self

    def does(self, *labels):
        """Press Space for each of ``labels``, once the button says it."""
        for label in labels:
            self.offers(label)
            for _ in range(5):  # «Ya cambió; esto es lo actual»: she presses again
                if self._space():
                    break
                self.offers(label)
            else:
                raise AssertionError(f"«{label}» is refused every time")
        return self

    def goes_to(self, label):
        """On to the step called ``label``; what lies between is skipped."""
        self.does("Siguiente")
        while self.at != label:
            before = self.at
            since = self.page.evaluate("performance.now()")  # a second press too soon is a tremble
            self.page.wait_for_function("since => performance.now() - since > 700", arg=since)
            self.page.locator("#also-saltar").dispatch_event("click")
            expect(self.page.locator(f"[data-announcement^='{before},']")).to_have_count(0)
        return self

    def _space(self):
        self.page.evaluate("document.activeElement?.blur()")
        before = self.page.locator("#stage > .view").element_handle()
        verb = self.page.locator("[data-primary]").get_attribute("action")
        with self.page.expect_response(lambda reply: reply.url.endswith(verb)) as answer:
            self.page.keyboard.press("Space")
        if answer.value.ok:
            self.page.wait_for_function("old => !old.isConnected", arg=before)
        return answer.value.ok

    def holds(self, key):
        """Press a key and keep it down until the page has changed."""
        before = self.page.locator("#stage > .view").element_handle()
        self.page.keyboard.down(key)
        self.page.wait_for_function("old => !old.isConnected", arg=before)
        self.page.keyboard.up(key)
        return self

    def ends(self):
        """«Terminar la sesión» in the menu, held."""
        self.page.locator(".topbar .menu summary").click()
        self.page.locator(".menu__end").hover()
        before = self.page.locator("#stage > .view").element_handle()
        self.page.mouse.down()
        self.page.wait_for_function("old => !old.isConnected", arg=before)
        self.page.mouse.up()
        return self

    def presses_briefly(self, key):
        """Press a key, let go, and stay for longer than a hold takes."""
        self.page.keyboard.press(key)
        since = self.page.evaluate("performance.now()")
        self.page.wait_for_function("since => performance.now() - since > 1600", arg=since)
        return self

    def counts(self, **counts):
        """The gauge says so many ``answered``, ``skipped``, ``silent``."""
        for name, count in counts.items():
            expect(self.page.locator(f".gauge [data-count={name}]").first).to_have_text(str(count))
        return self


class WallPage(Person):
    """The projector."""

    size = (1920, 1080)

    def __init__(self, *where, **options):
        super().__init__(*where, **options)
        self.context.add_init_script("document.addEventListener('ma:staged', () => staged = true)")

    def shows(self, page):
        """The wall is at this page: joining, staged, open, closed, revealed, compared …"""
        expect(self.page.locator(f"#stage > [data-page={page}]")).to_be_visible()
        return self

    def is_live(self):
        """Its socket has brought what it shows: nothing older comes after this."""
        self.page.wait_for_function("() => window.staged")
        return self

    def counts(self, **counts):
        """It says so many ``answered`` of ``eligible``."""
        for name, count in counts.items():
            expect(self.page.locator(f"[data-count={name}]").first).to_have_text(str(count))
        return self

    def table(self):
        """The result as a screen reader hears it: {label: people}."""
        rows = self.page.locator("#stage [data-table-row]")
        expect(rows.first).to_be_attached()
        pairs = rows.evaluate_all(
            "rows => rows.map(row => [row.querySelector('th').textContent.trim(),"
            " Number(row.querySelector('[data-people]').textContent)])"
        )
        return dict(pairs)


class PhonePage(Person):
    """A phone in somebody's hand."""

    size = (360, 740)
    touch = True

    def enter(self, code, typed=True):
        """Come in by code or by the address in the QR."""
        self.go("/" if typed else f"/{code}")
        if typed:
            self.page.locator("#code").fill(code)
        self.page.locator("[type=submit]:has-text('Entrar')").click()
        return self.is_in()

    def is_in(self):
        """The stage shows a page that came over the socket."""
        expect(
            self.page.locator("#stage template[data-strip-state=rest], #stage form")
        ).not_to_have_count(0)
        return self

    def asked(self, text):
        """The question on the phone, and its controls at work."""
        expect(self.page.locator("#stage form[data-ready] .prompt")).to_have_text(text)
        return self

    def taps(self, number):
        """Tap an option by its place, from 0."""
        self.page.locator("#stage form .option").nth(number).click()
        return self

    def writes(self, text):
        """Write without sending."""
        self.page.locator("#stage textarea").fill(text)
        return self

    def sends(self):
        """The one button of kinds that have a draft."""
        self.page.locator("#stage [data-submit]").click()
        return self

    def skips(self):
        """«Prefiero no responder»."""
        self.page.locator("[data-skip]").click()
        return self

    def strip_says(self, state):
        """The strip at the bottom is in this state."""
        expect(self.page.locator("[data-strip]")).to_have_attribute("data-state", state)
        return self

    def saved(self):
        """It says Guardada, and means it."""
        return self.strip_says("saved")

    @property
    def chosen(self):
        """The text of the chosen option."""
        return self.page.locator("#stage .option:has(:checked) .option__text").inner_text()
