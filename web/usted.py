"""Forms of address: a run says «tú» to its people, or «usted» if created so.

Phones and wall of a run are drawn once for everybody, so the form belongs to the run. What is said
before a run is known, or beside its pages (refusals, the phone's strip), is worded for both.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import g

N_ = str  # marks a msgid for extraction

# As templates say it → with «usted». Both are msgids: another language translates either.
TWINS: dict[str, str] = {
    "Mira tu teléfono.": N_("Mire su teléfono."),
    "Argumentos de otras personas: marca los que te hicieron pensar": N_(
        "Argumentos de otras personas: marque los que le hicieron pensar"
    ),
    "Esta vez no hay argumentos de otras personas para ti. Mira la pantalla.": N_(
        "Esta vez no hay argumentos de otras personas para usted. Mire la pantalla."
    ),
    "Marca los que te hicieron pensar": N_("Marque los que le hicieron pensar"),
    "En tu teléfono tienes un argumento de otra postura. Marca si te hizo pensar.": N_(
        "En su teléfono tiene un argumento de otra postura. Marque si le hizo pensar."
    ),
    "En tu teléfono tienes %(num)s argumentos de otras posturas. "
    "Marca los que te hicieron pensar.": N_(
        "En su teléfono tiene %(num)s argumentos de otras posturas. "
        "Marque los que le hicieron pensar."
    ),
    "Tarjetas: puedes marcar hasta %(maximum)s": N_("Tarjetas: puede marcar hasta %(maximum)s"),
    "Ya marcaste %(maximum)s. Quita una para marcar otra.": N_(
        "Ya marcó %(maximum)s. Quite una para marcar otra."
    ),
    "Puedes marcar hasta %(maximum)s.": N_("Puede marcar hasta %(maximum)s."),
    "Marca al menos una tarjeta": N_("Marque al menos una tarjeta"),
    "En tu teléfono están las tarjetas de la sala. "
    "Marca hasta %(maximum)s. Nadie ve los votos hasta cerrar.": N_(
        "En su teléfono están las tarjetas de la sala. "
        "Marque hasta %(maximum)s. Nadie ve los votos hasta cerrar."
    ),
    "Escribe la primera pieza": N_("Escriba la primera pieza"),
    "Opciones: puedes marcar hasta %(maximum)s": N_("Opciones: puede marcar hasta %(maximum)s"),
    "Marca al menos una opción": N_("Marque al menos una opción"),
    "Tus palabras, hasta %(maximum)s": N_("Sus palabras, hasta %(maximum)s"),
    "Escribe al menos una": N_("Escriba al menos una"),
    "Escribe qué harás: sin acción no hay compromiso.": N_(
        "Escriba qué hará: sin acción no hay compromiso."
    ),
    "Ensáyalo": N_("Ensáyelo"),
    "Imagina 5 segundos la situación y a ti haciéndolo. ¿Te ves?": N_(
        "Imagine 5 segundos la situación y a usted haciéndolo. ¿Se ve?"
    ),
    "Empieza por un verbo que otra persona pueda ver.": N_(
        "Empiece por un verbo que otra persona pueda ver."
    ),
    "Pon una fecha en los próximos 90 días.": N_("Ponga una fecha en los próximos 90 días."),
    "Completa: %(part)s": N_("Complete: %(part)s"),
    "Con este código volverás a tu compromiso en": N_("Con este código volverá a su compromiso en"),
    "Se abre desde la red del taller, con su programa encendido; "
    "después, pregunta a quien facilitó.": N_(
        "Se abre desde la red del taller, con su programa encendido; "
        "después, pregunte a quien facilitó."
    ),
    "Escribe tu compromiso": N_("Escriba su compromiso"),
    "Marca cada frase": N_("Marque cada frase"),
    "Te faltan {n} de {all}": N_("Le faltan {n} de {all}"),
    "Levanta la mano": N_("Levante la mano"),
    "O dilo en voz alta. Aquí no hay nada que tocar.": N_(
        "O dígalo en voz alta. Aquí no hay nada que tocar."
    ),
    "Levanta la mano o dilo en voz alta.": N_("Levante la mano o dígalo en voz alta."),
    "Si quieres. Sin nombres.": N_("Si quiere. Sin nombres."),
    "Toca un lugar": N_("Toque un lugar"),
    "Tu tarjeta": N_("Su tarjeta"),
    "Escribe tu tarjeta": N_("Escriba su tarjeta"),
    "Elige dónde va": N_("Elija dónde va"),
    "Coloca cada una": N_("Coloque cada una"),
    "Acertaste {right} de {all}.": N_("Acertó {right} de {all}."),
    "Elige tu área y quién la usa": N_("Elija su área y quién la usa"),
    "Escribe solo un número.": N_("Escriba solo un número."),
    "Escribe un número entre %(low)s y %(high)s.": N_(
        "Escriba un número entre %(low)s y %(high)s."
    ),
    "Tu número": N_("Su número"),
    "Escribe un número": N_("Escriba un número"),
    "Escribe los números": N_("Escriba los números"),
    "Escribe en tu teléfono un número, en %(unit)s.": N_(
        "Escriba en su teléfono un número, en %(unit)s."
    ),
    "Escribe en tu teléfono un número.": N_("Escriba en su teléfono un número."),
    "Completa las tres partes": N_("Complete las tres partes"),
    "Reparte %(total)s puntos": N_("Reparta %(total)s puntos"),
    "Reparte los {n} que quedan": N_("Reparta los {n} que quedan"),
    "Reparte los %(total)s puntos": N_("Reparta los %(total)s puntos"),
    "Marca la rúbrica cuando observes.": N_("Marque la rúbrica cuando observe."),
    "Después, enséñasela a quien observaste.": N_("Después, enséñesela a quien observó."),
    "Marca cada punto": N_("Marque cada punto"),
    "Responde a las dos": N_("Responda a las dos"),
    "Puntúa al menos uno": N_("Puntúe al menos uno"),
    "Tu pregunta": N_("Su pregunta"),
    "Tu pregunta, sin nombre": N_("Su pregunta, sin nombre"),
    "Sale sin nombre. Apoya las que quieres oír.": N_("Sale sin nombre. Apoye las que quiere oír."),
    "la tuya": N_("la suya"),
    "Escribe tu pregunta": N_("Escriba su pregunta"),
    "Pregunta desde tu teléfono, sin nombre, y apoya las preguntas que quieres oír.": N_(
        "Pregunte desde su teléfono, sin nombre, y apoye las preguntas que quiere oír."
    ),
    "Tú uniste {right} de {all}.": N_("Usted unió {right} de {all}."),
    "Tu seudónimo:": N_("Su seudónimo:"),
    "Tu seudónimo: {}. Con él lees los consejos en /consejos.": N_(
        "Su seudónimo: {}. Con él lee los consejos en /consejos."
    ),
    "Apúntalo: con él leerás los consejos en": N_("Apúntelo: con él leerá los consejos en"),
    "Cuéntala en tu teléfono, sin nombres. Nadie sabrá de quién es.": N_(
        "Cuéntela en su teléfono, sin nombres. Nadie sabrá de quién es."
    ),
    "Escalones: marca los que quieras": N_("Escalones: marque los que quiera"),
    "Marca lo que puedas demostrar": N_("Marque lo que pueda demostrar"),
    "Di cuándo fue": N_("Diga cuándo fue"),
    "Cuenta el hecho: te faltan {n} letras": N_("Cuente el hecho: le faltan {n} letras"),
    "Tu respuesta": N_("Su respuesta"),
    "Escribe tu respuesta": N_("Escriba su respuesta"),
    "Escríbelo en tu teléfono, con tus palabras.": N_(
        "Escríbalo en su teléfono, con sus palabras."
    ),
    "Marca las dos": N_("Marque las dos"),
    "Con tu nombre": N_("Con su nombre"),
    "sin tu nombre": N_("sin su nombre"),
    "no se une a tus otras respuestas": N_("no se une a sus otras respuestas"),
    "Estás de acuerdo · retirar": N_("Está de acuerdo · retirar"),
    "Cambiaste de respuesta": N_("Cambió de respuesta"),
    "Mantuviste tu respuesta": N_("Mantuvo su respuesta"),
    "Pasaste de": N_("Pasó de"),
    "¿En qué mesa estás?": N_("¿En qué mesa está?"),
    "escribes tú": N_("escribe usted"),
    "Tu mesa aún no envió su respuesta": N_("Su mesa aún no envió su respuesta"),
    "Tu mesa está escribiendo": N_("Su mesa está escribiendo"),
    "Tu mesa ya respondió; cuenta una vez": N_("Su mesa ya respondió; cuenta una vez"),
    "Tu mesa prefiere no responder": N_("Su mesa prefiere no responder"),
    "Dijiste que estás de acuerdo": N_("Dijo que está de acuerdo"),
    "Mira la pantalla": N_("Mire la pantalla"),
    "Mira la pantalla grande. Lo siguiente llegará solo.": N_(
        "Mire la pantalla grande. Lo siguiente llegará solo."
    ),
    "Preferiste no responder.": N_("Prefirió no responder."),
    "Esta vez no quedó respuesta tuya.": N_("Esta vez no quedó respuesta suya."),
    "No pasa nada: puedes entrar en la siguiente.": N_(
        "No pasa nada: puede entrar en la siguiente."
    ),
    "Mira la pantalla grande": N_("Mire la pantalla grande"),
    "Lo que dijiste y lo que quedó": N_("Lo que dijo y lo que quedó"),
    "Lo que respondiste": N_("Lo que respondió"),
    "tu respuesta": N_("su respuesta"),
    "La fecha de tu compromiso.": N_("La fecha de su compromiso."),
    "Último día para volver con tu código.": N_("Último día para volver con su código."),
    "Con él se ven los resultados que se mostraron y lo que respondiste sin ser anónimo. "
    "Quien lo tenga lo ve.": N_(
        "Con él se ven los resultados que se mostraron y lo que respondió sin ser anónimo. "
        "Quien lo tenga lo ve."
    ),
    "En este teléfono no quedaron respuestas tuyas.": N_(
        "En este teléfono no quedaron respuestas suyas."
    ),
    "Mantén pulsado el texto para copiarlo.": N_("Mantenga pulsado el texto para copiarlo."),
    "Ya estás dentro": N_("Ya está dentro"),
    "Se guarda tu recorrido, no tu nombre.": N_("Se guarda su recorrido, no su nombre."),
    "Este navegador no guarda datos. No cierres esta pestaña: perderías tu lugar.": N_(
        "Este navegador no guarda datos. No cierre esta pestaña: perdería su lugar."
    ),
    "En el acto anterior respondiste": N_("En el acto anterior respondió"),
    "Solo tú ves cuál es la tuya": N_("Solo usted ve cuál es la suya"),
    "La sesión ha terminado. Tus respuestas siguen guardadas.": N_(
        "La sesión ha terminado. Sus respuestas siguen guardadas."
    ),
    "Abre en tu teléfono": N_("Abra en su teléfono"),
    "y escribe este código": N_("y escriba este código"),
    "o apunta aquí con la cámara": N_("o apunte aquí con la cámara"),
    "Entra en": N_("Entre en"),
    "Todo lo que respondiste está guardado. Deja esta página abierta.": N_(
        "Todo lo que respondió está guardado. Deje esta página abierta."
    ),
}


class Usted:
    """Translation catalogue that looks up a sentence's «usted» wording where it has one."""

    def __init__(self, catalogue):
        self.catalogue = catalogue

    def ugettext(self, text: str) -> str:
        """Translate one sentence."""
        return self.catalogue.ugettext(TWINS.get(text, text))

    def ungettext(self, one: str, many: str, n: int) -> str:
        """Translate one of two sentences, by number."""
        return self.catalogue.ungettext(TWINS.get(one, one), TWINS.get(many, many), n)

    def upgettext(self, context: str, text: str) -> str:
        """Translate one sentence in its context."""
        return self.catalogue.upgettext(context, TWINS.get(text, text))

    def unpgettext(self, context: str, one: str, many: str, n: int) -> str:
        """Translate one of two sentences in their context, by number."""
        return self.catalogue.unpgettext(context, TWINS.get(one, one), TWINS.get(many, many), n)


@contextmanager
def addressing(usted: bool) -> Iterator[None]:
    """Return a context in which templates say «usted» (True) or «tú». Needs an app context."""
    before, g.usted = says_usted(), usted
    try:
        yield
    finally:
        g.usted = before


def says_usted() -> bool:
    """Do templates say «usted» at the moment?"""
    return g.get("usted", False)


def as_addressed(usted: bool, caller: Callable[[], str]) -> str:
    """Render a part of a template so: ``{% call as_addressed(run.usted) %}``."""
    with addressing(usted):
        return caller()
