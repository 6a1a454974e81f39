"""How each kind is answered on a phone, in the words of its example in docs/activities.md.

A name that ends with «…» is the beginning of one.
A new kind needs a line in `WAYS`. ``who`` is 0, 1 or 2: three people who differ where it matters.
"""

from tests.support.browser.input_methods import (
    press,
    press_one_of,
    slide,
    write,
)
from tools.examples import EXAMPLES, example
from workshop.activities import KINDS

MODULE = "una-de-cada"
HEAD = """\
# Una actividad de cada tipo, con los ejemplos de docs/activities.md.
code = "T9"
title = "Una de cada"
minutes = 300
people = { fewest = 1, most = 1000 }
"""
SECRET = "Esto solo lo lee quien facilita."
GUIDE = f'guide = {{ notes = ["{SECRET}"] }}\n'
SEND = press("button", "Enviar…")
STANCES = ("Sí…", "Según el caso…", "No, pero conviene…")
QUARTER = (1, 3, 4)

WAYS = {
    "choice": lambda who: [press("radio", STANCES[who])],
    "scale": lambda who: [press("radio", ("2 Poca", "4 Mucha", "5 Total")[who])],
    "recommend": lambda who: [press("radio", ("0 Nada probable", "7", "10 Muy probable")[who])],
    "ease": lambda who: [press("radio", ("1 Nada de acuerdo", "4", "7 Muy de acuerdo")[who])],
    "points": lambda who: [
        *[press("button", "Dar 5 a «Experiencia»")] * (1 + who),
        press("button", "Dar 5 a «Trato»"),
        press("button", "Dárselos a «Trato»"),
        SEND,
    ],
    "ranking": lambda who: [press_one_of("button", "Bajar «…"), SEND],
    "number": lambda who: [write("Tu número…", ("7,5", "12", "90")[who]), SEND],
    "grid": lambda who: [
        *[press("radio", "3 A veces", of=row) for row in statements()[:4]],
        press("button", "Siguientes"),
        *[press("radio", "No lo sé", of=row) for row in statements()[4:8]],
        press("button", "Siguientes"),
        *[press("radio", "5 Siempre", of=row) for row in statements()[8:]],
        SEND,
    ],
    "predict": lambda who: [
        press("radio", ("Sí", "No", "Sí")[who]),
        press(
            "radio", ("0", "5", "10")[who], of="De cada 10 personas aquí, ¿cuántas dirán que sí?"
        ),
        SEND,
    ],
    "two_hats": lambda who: [
        press("radio", "9", of="Comprar aquí"),
        press("radio", "4", of="Trabajar aquí"),
        SEND,
    ],
    "text": lambda who: [write("Tu respuesta", f"El argumento {who}"), SEND],
    "reading": lambda who: [],
    "talk": lambda who: [],
    "quiz": lambda who: [
        press("radio", "Que 18 no respondieron"),
        press("radio", ("3 media", "4 mucha", "5 total")[who], of="¿Con cuánta seguridad?"),
    ],
    "sequence": lambda who: [press_one_of("button", "Bajar «…"), SEND],
    "matching": lambda who: [
        press("radio", "Compra una vez", of="Pregunta el precio y paga"),
        press("radio", ("Vuelve", "Trae a otras", "Vuelve")[who], of="Compra lo mismo cada mes"),
        press("radio", "Trae a otras", of="Manda la dirección a su hermana"),
        SEND,
    ],
    "staircase": lambda who: [
        press("checkbox", "Aquí se dice…"),
        press("checkbox", "En los últimos 7 días…"),
        press("radio", ("Hoy", "Ayer", "Hace 2 o 3 días")[who], of="¿Qué hiciste y cuándo?"),
        write("El hecho", f"Llamé a {who} personas para contar cómo quedó"),
        SEND,
    ],
    "situation": lambda who: [write("Tu respuesta", f"Alguien gritó {who} veces"), SEND],
    "advice": lambda who: [write("Tu respuesta", f"Escuchar {who} minutos"), SEND],
    "iceberg": lambda who: [
        write("Tu tarjeta", f"Nadie cuenta lo que oye en el turno {who}"),
        press("radio", "Comunicación", of="Bajo el agua: no se ve"),
        SEND,
    ],
    "builder": lambda who: [
        write("Trabajar para quien nos compra significa que…", "escuchamos antes"),
        write("Se ve a diario cuando…", "alguien devuelve"),
        press("button", "Guardar"),
    ],
    "hotspot": lambda who: [press("radio", ("Conseguir", "Conservar", "Que nos…")[who])],
    "network": lambda who: [
        press("radio", "Ventas", of="Yo trabajo en…"),
        press("checkbox", "Almacén", of="Usan lo que sale de mis manos…"),
        press("checkbox", "Nóminas", of="Usan lo que sale de mis manos…"),
        SEND,
    ],
    "quadrant": lambda who: [
        slide("La primera llamada. ¿Qué tal lo hacemos hoy?", QUARTER[who]),
        slide("La primera llamada. ¿Cuánto pesa en su opinión?", 9),
        SEND,
    ],
    "obstacles": lambda who: [
        write("La norma", f"No se cambia sin recibo {who}"),
        press("radio", ("Comprar", "Pagar", "Reclamar")[who], of="¿En qué momento?"),
        press("radio", "Retrasa", of="¿Qué provoca?"),
        SEND,
    ],
    "commitment": lambda who: [
        write("entonces…", "escuchar dos minutos"),
        press("button", "Ensayar"),
        press("button", "Guardar mi compromiso"),
    ],
    "case": lambda who: [press("radio", "Alojarla primero…")],
    # whose texts a phone is given depends on what all of them answered before
    "arguments": lambda who: [press_one_of("checkbox", "El argumento…"), SEND],
    "brainstorm": lambda who: [press("checkbox", f"No se cambia sin recibo {who}…"), SEND],
    "questions": lambda who: [
        write("Tu pregunta", f"¿Qué pasa en el turno {who}?"),
        press("button", "Preguntar"),
    ],
    "cloud": lambda who: [
        write("Palabra 1", ("caja", "almacén", "caja")[who]),
        write("Palabra 2", "Nóminas"),
        SEND,
    ],
    "hands": lambda who: [],
    "practice": lambda who: [
        *[press("radio", "A medias", of=check) for check in example("practice")["rubric"]],
        press("button", "Enviar la rúbrica"),
    ],
}


def statements():
    """The statements of the grid."""
    return [statement["text"] for statement in example("grid")["statements"]]


def module_text():
    """A module with one activity of each kind; what another is made of comes before it."""
    parts = [HEAD]
    for kind in KINDS:
        text = EXAMPLES[kind][0].replace('mode = "A"\n', "")  # three people are too few for it
        parts.append(f"[[activities]]\n{text}{GUIDE}")
    return "\n".join(parts)
