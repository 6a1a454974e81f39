"""The page of a module: everything a trainer reads before the day, each phone as it will look."""

from html import unescape

import pytest

from tests.support.cast import Trainer
from tests.support.server import ROOT
from workshop.activities import CountedByHand
from workshop.course.library import read_library

MODULES = tuple(read_library(ROOT / "content").values())


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.code)
def test_the_page_of_a_module_tells_everything_that_is_written_for_the_trainer(site, module):
    page = unescape(Trainer(site).browser.get(f"/modulos/{module.slug}").text)
    told = [module.opening, module.closing, module.short, module.offline, module.minimum_talk]
    told += [*module.preparation, *module.reading, *module.measure]
    told += [objective.text for objective in module.objectives]
    told += [block.title for block in module.agenda]
    for activity in module.activities:
        guide = activity.guide
        told += [activity.title, activity.prompt, activity.hint, activity.wall_note]
        told += [*guide.notes, *guide.questions, *guide.pitfalls]
        told += [words for sides in guide.options.values() for words in sides.values()]
        told += [words for branch in guide.branches for words in (branch.title, branch.say)]
    assert [words for words in told if words not in page] == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.code)
def test_every_question_is_there_as_its_phone_will_show_it(site, module):
    page = Trainer(site).browser.get(f"/modulos/{module.slug}").text
    phones = page.split('<template shadowrootmode="open">')[1:]
    assert len(phones) == len(module.activities)
    for activity, phone in zip(module.activities, phones, strict=True):
        form = phone.partition("</template></div>")[0]
        asks = activity.takes_answers and not isinstance(activity, CountedByHand)
        assert not asks or "data-answer" in form, activity.ref
        assert "participant" in form


def test_a_key_is_told_to_the_trainer_and_not_to_the_phone_beside_it(site):
    page = Trainer(site).browser.get("/modulos/el-cliente-siempre-tiene-la-razon").text
    guide = page.split('id="a18"')[1]
    assert "Reconoce lo que la persona necesita" in guide
    phones = page.split("data-key")[0].split('<template shadowrootmode="open">')[1:]
    assert not [
        phone
        for phone in phones
        if "Reconoce lo que la persona necesita" in phone.partition("</template></div>")[0]
    ]
