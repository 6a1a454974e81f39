"""What plausible people answer to M1, the same for the same seed."""

import random
from collections.abc import Callable

from tools.phones import SKIP
from workshop.activities import Activity

# fmt: off
NAMES = [
    "Lucía", "Mateo", "Inés", "Bruno", "Sofía", "Hugo", "Noa", "Martín", "Valeria", "Tomás",
    "Camila", "Diego", "Elena", "Joaquín", "Paula", "Andrés", "Renata", "Iván", "Carla", "Emilio",
    "Julia", "Óscar", "Abril", "Gael", "Nuria", "Pablo", "Ximena", "Rafa", "Alma", "Leo",
    "Marta", "Samuel", "Irene", "Adrián", "Rocío", "Darío", "Vera", "Nico",
]
# fmt: on

TEXTS = {
    "a2": (
        "Otra vez lo mismo",
        "¿Qué habremos hecho mal?",
        "Seguro que no leyó las condiciones",
        "Que me va a tocar pedir perdón por otro",
        "Respira, escucha, no es personal",
        "Ojalá se le pase rápido",
        "¿Y ahora quién firma la devolución?",
        "Quiere un descuento",
        "Tiene parte de razón y no sé cómo decírselo",
        "Que mi jefe no se entere",
        "Por fin alguien lo dice",
        "Cuánto tiempo llevará esperando",
        "No me pagan para esto",
        "A ver cómo lo arreglamos entre los dos",
        "Que se calme primero",
        "Me quedo en blanco",
    ),
    "a5": (
        "Si le das la razón siempre, dejas de escuchar lo que le pasa.",
        "Una persona puede equivocarse en los datos y acertar en lo que necesita.",
        "Perder una discusión sale más barato que perder a quien compra.",
        "Mentir para que se vaya contento es otra manera de no respetarlo.",
        "Quien está en el mostrador paga el precio de esa frase.",
        "Sin mirar qué pasó no hay justicia para nadie.",
        "El cliente no ve tus normas: ve si le resuelves o no.",
        "Decir «se equivoca» con cuidado también es servicio.",
        "La razón importa menos que la salida que le ofreces.",
        "Hay clientes que abusan y el resto lo paga.",
    ),
    "a12": (
        "1. Responder en público con calma. 2. Llamarles hoy. 3. Contar qué cambiamos.",
        "1. Pedir disculpas por el trato. 2. No discutir la fecha. 3. Ofrecer una noche.",
        "1. Averiguar quién les atendió. 2. Escucharles. 3. Revisar el correo de reserva.",
        "1. Agradecer el aviso. 2. Llevarlo a privado. 3. Volver a escribir cuando esté resuelto.",
        "1. Respirar. 2. No borrar el comentario. 3. Hablar con el equipo antes de contestar.",
    ),
    "a16": (
        "Cambiar una talla sin el recibo",
        "Entrar diez minutos antes de abrir",
        "Pagar en dos tarjetas",
        "Avisar por mensaje cuando toca el turno",
        "Dejar que cancele sin llamar por teléfono",
        "Calentar el biberón en la cocina",
        "Guardar el paquete hasta el lunes",
    ),
    "c4": (
        "Menos lectura y más casos nuestros",
        "Nada, se me hizo corto",
        "Quitaría la música del principio",
        "Más tiempo para hablar en cuartetos",
        "Un ejemplo de call center",
    ),
}
ANY_TEXT = ("Escuchar antes de explicar", "Lo hablamos en el turno", "Depende del día")
WEIGHTS = {  # how a room leans: one weight for each option or point
    "a1": (1, 3, 9, 15, 6),
    "a3": (11, 10, 7, 6, 4),
    "a4": (2, 8, 13, 10, 3),
    "a9": (13, 9, 2, 3, 11),
    "c1": (1, 5, 14, 12, 4),
    "c2": (1, 3, 8, 14, 10),
}
SILENT, SKIPS = 0.05, 0.03  # of the room, at each question


class Crowd:
    """People with opinions; a second vote starts from the first, and some have been convinced."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)  # noqa: S311 - a simulation
        self._gave: dict[tuple[str, int], object] = {}

    def answers(self, activity: Activity, again: bool) -> Callable:
        """``value_for`` of tools.phones.Room for one round of an activity."""

        def value_for(phone):
            chance = self.random.random()
            before = self._gave.get((activity.ref, phone.number))
            if chance < SILENT:
                return None
            if chance < SILENT + SKIPS:
                return SKIP
            value = (
                self._again(activity, before)
                if again and before is not None
                else self._first(activity)
            )
            self._gave[activity.ref, phone.number] = value
            return value

        return value_for

    def _first(self, activity: Activity):
        answer = getattr(self, f"_{activity.kind}", None)
        return answer(activity) if answer else None

    def _choice(self, activity):
        ids = [option.id for option in activity.options]
        return self._leaning(activity.ref, ids)

    def _scale(self, activity):
        return self._leaning(activity.ref, list(range(1, len(activity.points) + 1)))

    def _text(self, activity):
        return self.random.choice(TEXTS.get(activity.ref, ANY_TEXT))

    def _again(self, activity, before):
        """Most stay; those who leave «sí» and «no» mostly end at «según el caso», a bit surer."""
        answer = getattr(self, f"_{activity.kind}_again", None)
        return answer(activity, before) if answer else before

    def _choice_again(self, activity, before):
        moves = {"a": ("b", 0.55), "c": ("b", 0.35), "d": ("b", 0.25), "e": ("b", 0.7)}
        goal, chance = moves.get(before, ("d", 0.1))
        known = {option.id for option in activity.options}
        return goal if goal in known and self.random.random() < chance else before

    def _scale_again(self, activity, before):
        step = self.random.choices((-1, 0, 1), (1, 5, 5))[0]
        return min(max(before + step, 1), len(activity.points))

    def _leaning(self, ref: str, values: list):
        weights = WEIGHTS.get(ref, ())
        even = [1] * len(values)
        return self.random.choices(values, weights if len(weights) == len(values) else even)[0]
