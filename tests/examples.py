"""The examples of docs/activities.md: one of each kind, as a trainer would write it."""

import functools
import re
import tomllib
from datetime import date
from random import Random

from tests.serving import ROOT
from workshop.activities import KINDS, Given, Person, Source, load

PAGE = (ROOT / "docs" / "activities.md").read_text("utf-8")
SECTIONS = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
EXAMPLES = {
    kind: re.findall(r"```toml\n(.*?)```", section, re.DOTALL) for kind, section in SECTIONS.items()
}
DAY = date(2026, 11, 21)
WRITERS = 12  # people whose texts another round is made of
WORDS = (  # long and short, as people write, and as some try
    "Sí",
    "Escuchar antes de explicar",
    "Quien paga decide si vuelve; discutir cuesta más que ceder, y lo digo por experiencia.",
    "<b>Norma</b> & «recibo»",
)


def example(kind):
    """The first example of ``kind`` as a table."""
    return tomllib.loads(EXAMPLES[kind][0])


@functools.cache
def asked(kind):
    """The example as a room is asked it: what it is made of has been answered before."""
    activity = load(example(kind))
    by_ref = {example(other)["ref"]: other for other in KINDS}
    sources = {
        ref: Source(asked(by_ref[ref]), at, answers(asked(by_ref[ref]), WRITERS))
        for at, ref in enumerate(activity.sources, 1)
    }
    return activity.prepared(sources).asked_on(DAY)


def answers(activity, people):
    """What so many people answer; the same each time."""
    givens = []
    for who in range(people):
        value = activity.imagine(somebody(activity, who, givens))
        givens.append(Given(activity.parse(value), card_of(who), by=str(who)))
    return tuple(givens)


def somebody(activity, who, others):
    """Person number ``who`` before a question, with what their phone shows of ``others``."""
    texts = [each.card for each in getattr(activity, "arguments", ())]
    texts = texts or [each.id for each in getattr(activity, "shown", ())]
    offered = texts or [each.card for each in others[-WRITERS:]]
    return Person(Random(f"{activity.ref} {who}"), activity.prompt, tuple(offered), says=says(who))


def says(who):
    """What this person writes."""
    return lambda topic: f"{WORDS[who % len(WORDS)]} {who % 40}"


def card_of(who):
    """The name of somebody's text on the wall."""
    return f"{who:016x}"
