"""W8: a press is what it began as, whatever the page is told before the finger is up."""

import pytest
from playwright.sync_api import expect

from tests.support.browser import ways_to_answer
from tests.support.browser.input_methods import Touch
from tests.support.browser.stage import Stage
from tests.support.cast import Phone
from tools.examples import example

# WebKit forgets a press where the text it began on was put there anew.
MARKS = """
(button) => {
  button.words = button.querySelector("span")?.firstChild ?? button.firstChild;
}
"""
HOLDS = "(button) => button.words.isConnected"
LONG = "Tu respuesta no cabe en esta pregunta, así que no se guardó. " * 3
REFUSED = f"""
([round]) => {{
  const entries = Object.entries(localStorage).find(([key]) => key.includes("answers:"));
  const all = JSON.parse(entries?.[1] ?? "{{}}");
  all[round] = {{ ...all[round], refusal: {{ code: "too_long", message: "{LONG}" }} }};
  localStorage.setItem(entries[0], JSON.stringify(all));
  document.dispatchEvent(new CustomEvent("ma:changed", {{ detail: {{ round }} }}));
}}
"""


@pytest.fixture
def stage(server):
    """A run with one activity of each kind, and one other person."""
    stage = Stage(server, ways_to_answer.MODULE, others=1)
    yield stage
    stage.leave()


def test_w8_sending_is_not_lost_to_a_strip_that_grows_under_the_finger(people, stage):
    phone = people.phone(size=(320, 640)).enter(stage.run.code)
    stage.opens(example("obstacles")["ref"].upper())
    page = phone.page
    expect(page.locator("form[data-ready]")).to_be_visible()
    phone.skips().strip_says("skipped")
    *writes, _ = ways_to_answer.WAYS["obstacles"](0)
    for step in writes:
        Touch().does(page, step)
    send = page.get_by_role("button", name="Enviar")
    box = send.bounding_box()
    send.evaluate(MARKS)
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.evaluate(REFUSED, [page.locator("form[data-answer]").get_attribute("data-round")])
    assert send.bounding_box() == box
    assert send.evaluate(HOLDS)
    page.mouse.up()
    phone.saved()


def test_w8_a_vote_is_not_lost_to_the_votes_of_others(people, server, stage):
    phone = people.phone().enter(stage.run.code)
    label = example("questions")["ref"].upper()
    stage.opens(label)
    stage.answers({"text": "¿Quién decide?", "votes": []})
    vote = phone.page.locator(".lift__vote")
    expect(vote).to_contain_text("▲ 0")
    vote.evaluate(MARKS)
    lucia = Phone(server, "Lucía").enter(stage.run)
    phone.page.mouse.move(*middle(vote))
    phone.page.mouse.down()
    card = vote.get_attribute("data-vote")
    lucia.sees("open")
    assert lucia.answer({"text": "", "votes": [card]})["ok"]
    expect(vote).to_contain_text("▲ 1")
    assert vote.evaluate(HOLDS)
    phone.page.mouse.up()
    phone.saved()
    expect(vote).to_contain_text("▲ 2")
    lucia.leave()


def middle(control):
    """The middle of a control, in CSS pixels: a finger comes down there."""
    box = control.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
