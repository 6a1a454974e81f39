"""Milliseconds of the event loop that a thousand people cost, by kind, with the worst answers."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

from flask_migrate import upgrade

from bench.crowded import MOMENTS, page_costs, write_module
from bench.long_texts import MAX_CODE_POINTS, NASTY, PEOPLE, in_milliseconds, longest
from tools.examples import answers, asked, card_of
from tools.server import ROOT
from workshop.activities import KINDS, CountedByHand, GivenAnswer, InvalidAnswer
from workshop.activities.parts.personal_data import flags_of, read_flags, written
from workshop.activities.parts.segment import segment_rows

IMAGINED_PEOPLE = 100  # of them; the others say the same otherwise
WRITERS = 1_000  # whose texts a later round is made of
SEGMENTS = 8
MAX_LOOP_MS = 50.0  # of the loop's time, for each of them
K = 5
YIELDING_STEPS = {"own file, in pieces"}  # the loop serves others between two rows of it
KINDS_ANSWERED = tuple(
    kind
    for kind, made in KINDS.items()
    if made.takes_answers and not issubclass(made, CountedByHand)
)


def room(kind: str, writers: int = WRITERS) -> tuple[Any, tuple[GivenAnswer, ...]]:
    """A kind as it is asked, and a thousand answers to it as long as it takes them."""
    activity = asked(kind, writers=writers)
    imagined = answers(activity, IMAGINED_PEOPLE)
    if isinstance(imagined[0].value, dict):
        imagined = answers(activity, PEOPLE)
    givens: list[GivenAnswer] = []
    sizes: dict[Any, int] = {}
    for who in range(PEOPLE):
        value = imagined[who % len(imagined)].value
        if isinstance(value, dict) and who >= IMAGINED_PEOPLE:  # long to make: these are told apart
            value = _told_apart(activity, givens[who % IMAGINED_PEOPLE].value, value, who)
        else:
            at = who % len(NASTY)
            value = _stretched(activity, value, NASTY[at](who)[:MAX_CODE_POINTS], sizes, at)
        givens.append(GivenAnswer(value, card_of(who), by=str(who)))
    return activity, tuple(givens)


def costs(activity: Any, givens: tuple[GivenAnswer, ...], draw: Callable) -> dict[str, float]:
    """Milliseconds of this process for each thing the server does with a round, best of two."""
    tally = activity.tally(givens)
    told = activity.protect(tally, K)
    segments = [activity.tally(givens[at::SEGMENTS]) for at in range(SEGMENTS)]
    texts = [text for each in givens if (text := activity.text_of(each.value))]
    kept = [written(flags_of(text)) for text in texts]
    steps: dict[str, Callable[[], Any]] = {
        "tally": lambda: activity.tally(givens),
        "protect": lambda: activity.protect(tally, K),
        "rows": lambda: (activity.rows(told), activity.breakdown(told)),
        "say": lambda: [activity.say(each.value) for each in givens],
        "split": lambda: [segment_rows(activity, each) for each in segments],
        "wall": lambda: draw(activity, told),
        "flags": lambda: list(map(read_flags, kept, texts)),
    }
    return {name: in_milliseconds(step) for name, step in steps.items()}


def drawing(app) -> Callable[[Any, Any], str]:
    """Return what draws a round for the wall and the console, as HTML. Needs a request context."""

    def draw(activity, tally) -> str:
        page = app.jinja_env.get_template(f"activities/{activity.kind}.html").module
        shown = SimpleNamespace(id=1, tally=tally, phase="revealed", k=K)
        pictures = str(page.chart(activity, shown))
        if hasattr(page, "manage"):
            pictures += str(page.manage(SimpleNamespace(id=1), activity, shown))
        return pictures + (str(page.detail(activity, shown)) if hasattr(page, "detail") else "")

    return draw


def budget() -> int:
    """Print every kind's figures, and every page's. Returns 1 if one broke the promise."""
    from app import create_app

    missed = 0
    with TemporaryDirectory() as folder:
        content = write_module(Path(folder) / "content")
        app = create_app(ASYNC_MODE="threading", DATA=Path(folder) / "data", CONTENT=content)
        with app.test_request_context():
            upgrade(directory=str(ROOT / "migrations"))
            kinds = ((kind, costs(*room(kind), drawing(app))) for kind in KINDS_ANSWERED)
            for table in (kinds, page_costs(app)):
                for line, over in _lines(table):
                    missed += over
                    print(line, flush=True)
    asked = f"{len(KINDS_ANSWERED)} kinds and {len(MOMENTS)} moments"
    print(f"{missed} over {MAX_LOOP_MS:.0f} ms, of {asked}")
    return int(missed > 0)


def _lines(table: Iterable[tuple[str, dict[str, float]]]) -> Iterator[tuple[str, int]]:
    names: list[str] = []
    for name, found in table:
        if not names:
            names = list(found)
            yield "\n| | " + " | ".join(names) + " |\n" + "|---" * (len(names) + 1) + "|", 0
        figures = " | ".join(f"{found[each]:.1f}" if each in found else "" for each in names)
        over = sum(ms > MAX_LOOP_MS for each, ms in found.items() if each not in YIELDING_STEPS)
        yield f"| {name} | {figures} |", over


def _told_apart(activity, value: dict, otherwise: dict, who: int) -> dict:
    """The same long answer with a text that nobody else gave; ``otherwise`` where it has none."""
    for place, text in value.items():
        if isinstance(text, str) and len(text) > len(f"{who} "):
            try:
                return _with(activity, value, place, f"{who} {text[len(f'{who} ') :]}")
            except InvalidAnswer:
                continue  # a code, a date, a key: not one's own words
    return otherwise


def _stretched(activity, value: Any, nasty: str, sizes: dict, at: int) -> Any:
    """The same answer with each of its free texts as long as it may be."""
    if isinstance(value, str):
        return longest(activity.parse, value, nasty, sizes, at)
    if isinstance(value, dict):
        places: list[Any] = [key for key, each in value.items() if isinstance(each, str)]
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        places = list(range(len(value)))
    else:
        return value
    for place in places:
        put = partial(_with, activity, value, place)
        value = longest(put, value, f"{place}{nasty}", sizes, (place, at))
    return value


def _with(activity, value: Any, place: Any, text: str) -> Any:
    changed = value.copy()
    changed[place] = text
    return activity.parse(changed)
