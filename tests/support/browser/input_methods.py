"""Input methods: touch, a keyboard without a mouse, a screen reader.

Each does the same `Step`s, which name what is on the page as a screen reader would: its role and
its name. A step that only one of them can do is a mistake of the page.
"""

import re
from dataclasses import dataclass

from playwright.sync_api import expect

MAX_TABS = 90  # presses of Tab; a person gives up sooner
MIN_TARGET_PX = 44  # px; the smallest thing a thumb is asked to hit
FOCUSED = """
(wanted) => {
  const now = document.activeElement;
  if (now === wanted) return "there";
  if (now === document.body) return "nowhere";
  return now.type === "radio" && now.name === wanted.name ? "group" : "elsewhere";
}
"""
THUMB = "(control) => control.classList.contains('visually-hidden') ? control.labels[0] : control"
RANGE = """
(slider, value) => {
  const box = slider.getBoundingClientRect();
  const share = (value - slider.min) / (slider.max - slider.min);
  const thumb = box.height / 2; // a tap in the middle of where the thumb would stand
  return [box.left + thumb / 2 + share * (box.width - thumb), box.top + box.height / 2];
}
"""


@dataclass(frozen=True)
class Step:
    """One thing to do: press it, or put ``to`` into it; ``of`` is the group it stands in.

    ``first``: of several that are named so, the first that can be pressed (a list is shuffled).
    """

    role: str
    name: str
    to: str | int | None = None
    of: str = ""
    first: bool = False

    def on(self, page):
        """The one thing on the stage that is meant."""
        place = page.locator("#stage")
        if self.of:
            place = place.get_by_role("group", **named(self.of))
        if self.first:
            return place.get_by_role(self.role, disabled=False, **named(self.name)).first
        found = place.get_by_role(self.role, **named(self.name))
        expect(found, f"{self}").to_have_count(1)
        return found


def named(name):
    """A whole name, or with «…» at its end the beginning of one."""
    if name.endswith("…"):
        return {"name": re.compile("^" + re.escape(name[:-1]))}
    return {"name": name, "exact": True}


def press(role, name, of=""):
    """A button pressed, a radio or a box ticked."""
    return Step(role, name, None, of)


def press_one_of(role, name):
    """The first button of this name that can be pressed."""
    return Step(role, name, first=True)


def write(name, words, of=""):
    """A text put into a field."""
    return Step("textbox", name, words, of)


def slide(name, to):
    """A slider moved to a value."""
    return Step("slider", name, to)


class Touch:
    """A thumb: it taps the middle of what it sees, and never drags."""

    def does(self, page, step):
        """One step, on a target that is large enough."""
        control = step.on(page)
        target = control.evaluate_handle(THUMB).as_element()
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= MIN_TARGET_PX - 0.5, (step, box)
        if isinstance(step.to, int):
            page.touchscreen.tap(*control.evaluate(RANGE, step.to))
            expect(control).to_have_js_property("value", str(step.to))
            return
        target.tap()
        if step.to is not None:
            page.keyboard.type(step.to)


class Keyboard:
    """A keyboard: Tab only ever goes forward, so the steps come in the order of the page."""

    def does(self, page, step):
        """One step, by keys."""
        control = step.on(page).element_handle()
        self._reaches(page, control, step)
        keys = page.keyboard
        if isinstance(step.to, int):
            keys.press("Home")
            for _ in range(step.to - int(control.get_attribute("min"))):
                keys.press("ArrowRight")
        elif step.to is not None:
            keys.type(step.to)
        elif step.role == "radio":
            self._chooses(page, control, step)
        else:
            keys.press("Enter" if step.role == "button" else "Space")

    def _reaches(self, page, control, step):
        for _ in range(MAX_TABS):
            where = page.evaluate(FOCUSED, control)
            if where == "there" or (where == "group" and step.role == "radio"):
                return
            page.keyboard.press("Tab")
            assert page.evaluate(FOCUSED, control) != "nowhere", f"Tab passes by {step}"
        raise AssertionError(f"Tab does not reach {step}")

    def _chooses(self, page, control, step):
        page.keyboard.press("Space")
        for _ in range(MAX_TABS):
            if page.evaluate(FOCUSED, control) == "there":
                assert control.is_checked(), step
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"no arrow reaches {step}")


class ScreenReader:
    """A screen reader: it knows roles and names, and does what they say they do."""

    def does(self, page, step):
        """One step, without looking."""
        control = step.on(page)
        if step.to is None:
            control.dispatch_event("click")
        else:
            control.fill(str(step.to))
