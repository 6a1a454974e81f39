"""Refusals of the company's register, part of the catalogue: code, sentence, status."""

N_ = str  # marks a msgid for extraction

REGISTER_REFUSALS: dict[str, tuple[str, int, bool]] = {
    "entry_unknown": (N_("Esa línea ya no está. Hay que entrar otra vez al registro."), 404, False),
    "entry_changed": (
        N_(
            "Otra consola cambió esta línea mientras tanto. No se guardó nada: lo escrito sigue"
            " aquí, junto a lo que dice ahora. Hay que revisarlo y guardar otra vez."
        ),
        409,
        False,
    ),
    "move_forbidden": (
        N_("Desde el estado de ahora no se pasa a ese. Hay que elegir uno de la lista."),
        409,
        False,
    ),
    "assigned_needs": (
        N_("Para «con responsable» o «en cambio» hacen falta responsable y fecha."),
        400,
        False,
    ),
    "solved_needs": (N_("Para «resuelta» hacen falta la evidencia y la fecha."), 400, False),
    "responsible_is_contact": (
        N_(
            "En «Responsable» va una persona o un puesto, no un correo, un teléfono ni un número"
            " de identidad. Hay que escribirlo sin ese dato."
        ),
        400,
        False,
    ),
    "due_malformed": (
        N_("La fecha no se entiende. Hay que elegirla en el calendario."),
        400,
        False,
    ),
    "due_out_of_range": (
        N_("La fecha va entre hoy y dentro de %(days)s días. Hay que elegir otra."),
        400,
        False,
    ),
    "idea_empty": (N_("Falta escribir la idea."), 400, False),
}
