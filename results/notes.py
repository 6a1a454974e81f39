"""What the file's last column says beside a figure, in the words of the page and of the wall."""

from flask_babel import gettext as _


def in_words(note: str) -> str:
    """A note as HR reads it. What a kind has written itself is in words already."""
    words = {
        "protected": _("grupo protegido"),
        "nearly": _("%(share)s o más", share="95 %"),
        "kept_back": _("textos que no se mostraron"),
        # how a round stands
        "open": _("abierta"),
        "annulled": _("anulada: no cuenta"),
        "hidden": _("oculta: no se mostró"),
        # how a step ended
        "planned": _("no se llegó"),
        "staged": _("en curso"),
        "done": _("hecho"),
        "skipped": _("saltado"),
        # how a figure sums a room
        "mean": _("media"),
        "median": _("mediana"),
    }
    return words.get(note, note)
