"""The examples of docs/activities.md, one of each kind, and a room that answers them."""

import functools
import re
import tomllib
from datetime import date
from random import Random

from tools.server import ROOT
from workshop.activities import KINDS, GivenAnswer, MadeOfRounds, Person, Source, load
from workshop.activities.parts.dated import asked_on

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
def asked(kind, words=WORDS, writers=WRITERS):
    """The example as a room is asked it: what it is made of has been answered before."""
    activity = load(example(kind))
    by_ref = {example(other)["ref"]: other for other in KINDS}
    sources = {
        ref: Source(
            source := asked(by_ref[ref], words, writers), at, answers(source, writers, words)
        )
        for at, ref in enumerate(activity.sources, 1)
    }
    if isinstance(activity, MadeOfRounds):
        activity = activity.prepared(sources)
    return asked_on(activity, DAY)


def answers(activity, people, words=WORDS):
    """Answers of so many people; the same each time."""
    givens: list[GivenAnswer] = []
    for who in range(people):
        value = activity.imagine(somebody(activity, who, givens, words))
        givens.append(GivenAnswer(activity.parse(value), card_of(who), by=str(who)))
    return tuple(givens)


def somebody(activity, who, others, words):
    """Person number ``who`` before a question, with what their phone shows of ``others``."""
    texts = [each.card for each in getattr(activity, "arguments", ())]
    texts = texts or [each.id for each in getattr(activity, "shown", ())]
    offered = texts or [each.card for each in others[-WRITERS:]]
    return Person(
        Random(f"{activity.ref} {who}"), activity.prompt, tuple(offered), says=says(who, words)
    )


def says(who, words):
    """Text that this person writes: the room repeats itself, some words more than others."""
    chance = Random(who)
    if words is WORDS:
        return lambda topic: f"{words[who % len(words)]} {who % 40}"
    return lambda topic: words[int(len(words) * chance.random() ** 2)]


def card_of(who):
    """The name of somebody's text on the wall."""
    return f"{who:016x}"
