"""Notes in the file's last column beside a figure, in the words of the page and of the wall."""

from flask_babel import gettext as _


def note_text(note: str) -> str:
    """A note as HR reads it. What a kind has written itself is in words already."""
    words = {
        "protected": _("grupo protegido"),
        "nearly": _("%(share)s o más", share="95 %"),
        "kept_back": _("textos que no se mostraron"),
        # how a round stands
        "open": _("abierta"),
        "annulled": _("anulada: no cuenta"),
        "hidden": _("oculta: no se mostró"),
        "later": _("se vuelve a preguntar: se dice al terminar"),
        "alike": _("no se dice: casi las mismas personas que en otra vuelta"),
        "same_people": _("quienes respondieron las dos vueltas"),
        # what stands for a figure that would be of few people
        "some": _("ninguna o algunas"),
        "almost_all": _("casi todas las personas"),
        "hardly": _("casi nadie"),
        "untold": _("no se dice"),
        "at_most": _("%(share)s o menos", share="5 %"),
        # how a question was answered
        "N": _("con nombre"),
        "S": _("con seudónimo"),
        "A": _("anónima"),
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
