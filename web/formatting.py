"""Formatting in Spanish: numbers, percentages, times, and the words templates share."""

import re
from collections.abc import Sized
from datetime import date, datetime
from functools import partial
from itertools import pairwise

from babel.dates import format_date, format_datetime
from flask import current_app
from flask_babel import get_locale, get_translations, gettext

from web.usted import Usted, as_addressed, says_usted
from workshop.activities.parts.capabilities import CAPABILITIES, has
from workshop.activities.parts.number_format import amount, half_up, share_of, signed, tenths
from workshop.activities.parts.rows import scale_top
from workshop.statistics import ranking

NARROW_SPACE = "\u202f"  # narrow no-break space: before %, inside the code
MINUS = "\u2212"
SOFT_HYPHEN = (
    "\u00ad"  # shown only where a word breaks; Chromium on Linux has no Spanish of its own
)
MIN_BREAKABLE_LETTERS = 10  # letters; shorter ones fit a column
VOWELS = frozenset("aeiouáéíóúü")
CONSONANT_CLUSTERS = frozenset(  # consonants that begin a syllable together
    ("bl", "br", "ch", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "ll", "pl", "pr", "rr", "tr")
)

N_ = str  # marks a msgid for extraction

MODE_TEXTS = {
    "N": (N_("Con tu nombre"), N_("quien organiza puede verlo")),
    "S": (N_("Con seudónimo"), N_("sin tu nombre")),
    "A": (N_("Anónima"), N_("no se une a tus otras respuestas")),
}

INCIDENT_TEXTS = {
    "went_back": N_("Se volvió a %(step)s."),
    "round_annulled": N_("Se anuló la vuelta %(number)s de %(step)s."),
    "asked_again_unanswered": N_("Nadie respondió %(step)s y se preguntó otra vez."),
    "run_reopened": N_("La sesión se terminó y se reabrió."),
    "revealed_before_second_round": N_("Se mostró %(step)s antes de la segunda vuelta."),
    "wall_paused": N_("La pantalla quedó en pausa."),
    "wall_resumed": N_("La pantalla volvió."),
    "server_restarted": N_("El programa se reinició; se añadieron %(seconds)s segundos."),
    "time_added": N_("La computadora se detuvo un momento; se añadieron %(seconds)s segundos."),
    "key_missing": N_(
        "Al volver se cerró %(step)s: de una pregunta anónima abierta la copia no guarda la llave. "
        "Lo que ya estaba respondido cuenta."
    ),
    "round_was_astray": N_("Al volver se cerró una pregunta de %(step)s que quedó abierta."),
    "step_mended": N_("Al volver, la actividad actual es %(step)s."),
    "round_counted_again": N_("Al volver se contaron de nuevo las respuestas de %(step)s."),
    "seats_taken_back": N_("Se retiraron %(count)s sitios que entraron en pocos segundos."),
    "text_hidden": N_("Se ocultó un texto de %(step)s."),
    "text_shown": N_("Se mostró un texto de %(step)s."),
    "text_hidden_afterwards": N_("Un texto de %(step)s se retiró después de terminar."),
    "text_shown_afterwards": N_("Un texto de %(step)s se volvió a mostrar después de terminar."),
}


def decimal(number: float | None, digits: int = 1) -> str:
    """Format a number with a decimal comma; None becomes a dash."""
    if number is None:
        return "–"
    return f"{number:.{digits}f}".replace(".", ",").replace("-", MINUS)


def minutes_and_seconds(seconds: float) -> str:
    """Format seconds as «2:41»."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def rows_per_column(rows: Sized) -> int:
    """Number of rows in the first of two columns: the longer one, where they differ."""
    return (len(rows) + 1) // 2


def duration(seconds: float) -> str:
    """Format seconds as «45 s», «6 min» or «1 min 30 s»."""
    minutes, rest = divmod(half_up(seconds), 60)
    parts = [f"{minutes}{NARROW_SPACE}min"] * bool(minutes) + [f"{rest}{NARROW_SPACE}s"] * bool(
        rest or not minutes
    )
    return " ".join(parts)


def breakable(text: str) -> str:
    """Put soft hyphens between the syllables of long words, for a narrow column."""
    return re.sub(
        rf"[^\W\d_]{{{MIN_BREAKABLE_LETTERS},}}", lambda found: _syllables(found[0]), text
    )


def _syllables(word: str) -> str:
    """Hyphenate a word: at least three letters on either side, no break between two vowels."""
    low = word.lower()
    starts = [0, *(at for at in range(3, len(low) - 2) if _begins_syllable(low, at)), len(low)]
    return SOFT_HYPHEN.join(word[a:b] for a, b in pairwise(starts))


def _begins_syllable(word: str, at: int) -> bool:
    """Does a syllable begin with the consonants at index ``at``?"""
    if word[at] in VOWELS or word[at - 1 : at + 1] in CONSONANT_CLUSTERS:
        return False
    return word[at + (2 if word[at : at + 2] in CONSONANT_CLUSTERS else 1)] in VOWELS


def day(moment: datetime | None) -> str:
    """Format a day as «jue 19 nov», in the zone of ``moment`` (see Run.local); "" for None."""
    return _formatted(moment, "EEE d MMM") if moment else ""


def day_of_year(day: date) -> str:
    """Format a day with its year, as «19 nov 2026»."""
    return format_date(day, "d MMM y", locale=get_locale() or "es")


def hour(moment: datetime | None) -> str:
    """Format an hour as «10:17», in the zone of ``moment``; "" for None."""
    return _formatted(moment, "HH:mm") if moment else ""


def _formatted(moment: datetime, pattern: str) -> str:
    return format_datetime(moment, pattern, locale=get_locale() or "es")


def mode_name(mode: str) -> str:
    """Return the name of a round's mode (N, S, A): «Con seudónimo»."""
    return gettext(MODE_TEXTS[mode][0])


def mode_promise(mode: str) -> str:
    """Return the promise of a round's mode (N, S, A): «sin tu nombre»."""
    return gettext(MODE_TEXTS[mode][1])


def incident(what: str, detail: dict) -> str:
    """Return the sentence for a logbook entry; ``what`` itself where it has none."""
    return gettext(INCIDENT_TEXTS.get(what, what), **detail)


def catalogue():
    """Return the translations of this app, cached, worded with «usted» where the run says so.

    flask-babel would look them up at every sentence: a quarter of the time of a long page.
    """
    extensions = current_app.extensions
    if "catalogue" not in extensions:
        extensions["catalogue"] = get_translations()
    return Usted(extensions["catalogue"]) if says_usted() else extensions["catalogue"]


def init_app(app) -> None:
    """Register gettext, the filters, tests and globals of every template."""
    app.jinja_env.install_gettext_callables(
        gettext=lambda text: catalogue().ugettext(text),
        ngettext=lambda one, many, n: catalogue().ungettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, text: catalogue().upgettext(context, text),
        npgettext=lambda context, one, many, n: catalogue().unpgettext(context, one, many, n),
    )
    for filter_ in (
        duration,
        half_up,
        decimal,
        signed,
        minutes_and_seconds,
        rows_per_column,
        day,
        day_of_year,
        hour,
        amount,
        breakable,
        scale_top,
        share_of,
        tenths,
    ):
        app.jinja_env.filters[filter_.__name__] = filter_
    for name, capability in CAPABILITIES.items():
        app.jinja_env.tests[name] = partial(has, capability)
    app.jinja_env.globals.update(
        mode_name=mode_name,
        mode_promise=mode_promise,
        incident=incident,
        locale=get_locale,
        as_addressed=as_addressed,
        places_of=ranking.places_of,
    )
