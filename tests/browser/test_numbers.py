"""A number that can be read in two ways is asked about before it is kept, and then said back."""

import pytest
from playwright.sync_api import expect

from tests.support.browser.ways_to_answer import MODULE
from tests.support.cast import Trainer
from tools.examples import example

LABEL = example("number")["ref"].upper()


@pytest.fixture(scope="module")
def asked(server):
    """«¿Cuántos minutos espera una persona antes de irse?» is open, with one decimal."""
    ines = Trainer(server)
    run = ines.new_run(MODULE, title="Números", hold_texts=False)
    ines.goes_to(run, LABEL)
    ines.does(run, "abrir")
    yield run
    ines.leave()


def test_c6_one_comma_and_three_digits_is_asked_about(people, asked):
    phone = people.phone().enter(asked.code)
    box = phone.page.locator("#stage form[data-ready] [data-number]")
    send = phone.page.locator("#stage [data-submit]")
    box.fill("1,500")
    expect(phone.page.get_by_text("se puede leer de dos maneras")).to_be_visible()
    expect(send).to_be_disabled()
    phone.page.get_by_role("button", name="1500\u00a0min").click()
    expect(box).to_have_value("1500")
    phone.sends().saved().sees("Guardada: 1500\u00a0min")
    box.fill("3.000")
    phone.page.get_by_role("button", name="3\u00a0min", exact=True).click()
    expect(box).to_have_value("3")
    phone.sends().saved().sees("Guardada: 3\u00a0min")
    phone.page.reload()
    phone.saved().sees("Guardada: 3\u00a0min")


def test_c6_what_can_only_be_one_number_is_not_asked_about(people, asked):
    phone = people.phone().enter(asked.code)
    box = phone.page.locator("#stage form[data-ready] [data-number]")
    only = {"1.250,5": "1250,5", "1234,5": "1234,5", "0,5": "0,5", "2 500": "2500"}
    for written, understood in only.items():
        box.fill(written)
        expect(phone.page.locator("[data-number-ask]")).to_be_hidden()
        phone.sends().saved().sees(f"Guardada: {understood}\u00a0min")


def test_where_neither_reading_may_be_given_nothing_is_asked(people, asked):
    phone = people.phone().enter(asked.code)
    phone.page.locator("#stage form[data-ready] [data-number]").fill("-1,500")
    phone.sees("Escribe un número entre")
    expect(phone.page.locator("[data-number-ask]")).to_be_hidden()
