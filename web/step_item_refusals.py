"""Refusals of editing the items that a step takes from an earlier one."""

N_ = str  # marks a msgid for extraction

STEP_ITEM_REFUSALS: dict[str, tuple[str, int, bool]] = {
    "items_missing": (
        N_("Ese paso no dejó nada que preguntar. Escribe tú los elementos, o pulsa «Saltar»."),
        409,
        False,
    ),
    "items_fixed": (N_("Esta lista ya no cambia: se preguntó así."), 409, False),
    "items_few": (
        N_("Tienen que quedar al menos %(min)s. Escribe otras palabras en lugar de quitarlo."),
        400,
        False,
    ),
    "items_full": (
        N_("Caben %(max)s como máximo: hay que quitar alguno antes de añadir otro."),
        400,
        False,
    ),
    "item_unknown": (N_("Ese elemento ya no está en la lista: mira cómo quedó."), 409, False),
    "item_empty": (
        N_("Un elemento no puede quedar vacío. Escribe algo, o quítalo."),
        400,
        False,
    ),
    "item_twice": (N_("Ese elemento ya está en la lista. Escribe otro."), 400, False),
    "item_too_long": (
        N_("Ese elemento tiene %(n)s caracteres y en el teléfono caben %(max)s. Acórtalo."),
        400,
        False,
    ),
    "item_placeholder": (
        N_("Una palabra y un número no le dicen nada a quien responde. Escribe el elemento."),
        400,
        False,
    ),
}
