"""Catalogue of refusals: code, sentence, status. Codes in brackets: of the reliability plan."""

from web.register_refusals import REGISTER_REFUSALS
from web.step_item_refusals import STEP_ITEM_REFUSALS

N_ = str  # marks a msgid for extraction

# code: (Spanish sentence, HTTP status, may the phone try the same again by itself?)
CATALOGUE: dict[str, tuple[str, int, bool]] = {
    # joining [E-COD, E-SAL, E-APO]
    "code_malformed": (N_("Revisa el código: son 6 números."), 400, False),
    "code_unknown": (
        N_(
            "No encontramos una sesión abierta con ese código. Compáralo con la pantalla o pídelo"
            " de nuevo a quien facilita."
        ),
        404,
        False,
    ),
    "code_ended": (
        N_("Esa sesión ya terminó. Si hay otra, hay que dar el código de su pantalla."),
        410,
        False,
    ),
    "in_line": (
        N_(
            "Hay gente probando códigos desde esta red. El turno llega en unos %(seconds)s s y se"
            " entra sin tocar nada; con la cámara, por el QR de la pantalla, no hay espera."
        ),
        429,
        True,
    ),
    "codes_paused": (
        N_(
            "Por ahora no se entra escribiendo el código: se han probado demasiados. Hay que"
            " apuntar con la cámara al QR de la pantalla. Mientras, seguimos intentando."
        ),
        429,
        True,
    ),
    "room_locked": (N_("La sala está cerrada por ahora. Avisa a quien facilita."), 403, False),
    "room_full": (
        N_("La sala está llena. Seguimos intentando; mejor dejar abierta esta página."),
        503,
        True,
    ),
    "alias_malformed": (
        N_("Escribe un nombre corto con letras, o deja el espacio vacío."),
        400,
        False,
    ),
    "alias_reserved": (
        N_("Ese nombre se puede confundir con el de quien facilita. Hace falta otro, o ninguno."),
        400,
        False,
    ),
    # answers [E-RON, E-RES, E-TXT, E-LIM, E-ALM, E-SRV]
    "round_not_open": (
        N_("Esta pregunta ya se cerró. La respuesta no entró en el resultado."),
        409,
        False,
    ),
    "option_unknown": (N_("Hay que elegir una de las opciones de la pantalla."), 400, False),
    "too_many_options": (N_("Se pueden marcar %(max)s como máximo."), 400, False),
    "answer_malformed": (N_("No entendimos la respuesta; hay que elegirla de nuevo."), 400, False),
    "number_out_of_range": (N_("Hace falta un valor entre %(min)s y %(max)s."), 400, False),
    "builder_incomplete": (
        N_("Está al %(n)s %%. Para aprobarlo falta una parte; sin aprobar se puede guardar."),
        400,
        False,
    ),
    "date_out_of_range": (N_("Hace falta una fecha entre hoy y dentro de un año."), 400, False),
    "ranking_incomplete": (
        N_("Hay que ordenar todas las opciones, sin repetir ninguna."),
        400,
        False,
    ),
    "points_unbalanced": (N_("Hay que repartir exactamente %(total)s puntos."), 400, False),
    "text_empty": (
        N_("Falta escribir algo antes de enviar; también vale «Prefiero no responder»."),
        400,
        False,
    ),
    "text_too_long": (
        N_(
            "El texto tiene %(n)s caracteres; el máximo es %(max)s. No lo borramos: basta con"
            " acortarlo y enviarlo."
        ),
        400,
        False,
    ),
    "text_names_somebody": (
        N_(
            "Parece que dice un nombre, un correo, un teléfono o un número de identidad. Sin ese"
            " dato se puede enviar."
        ),
        400,
        False,
    ),
    "text_too_short": (
        N_("Falta un poco más de detalle: al menos %(min)s letras."),
        400,
        False,
    ),
    # tables that answer together
    "table_malformed": (N_("Falta el número de la mesa, del 1 al %(max)s."), 400, False),
    "no_table_yet": (N_("Primero hay que decir la mesa."), 409, False),
    "not_the_writer": (
        N_("Ahora escribe otra persona de la mesa. Para tomar el turno está «Escribo yo»."),
        409,
        False,
    ),
    "draft_malformed": (
        N_("El borrador no llegó al resto de la mesa. Aquí sigue escrito: intenta acortarlo."),
        400,
        False,
    ),
    "nothing_to_approve": (N_("La mesa aún no envió esa respuesta, o ya la cambió."), 409, False),
    "card_not_yours": (
        N_("Solo se pueden marcar los textos que llegaron a este teléfono."),
        400,
        False,
    ),
    "revision_old": (N_("Ya guardamos una respuesta más nueva."), 409, False),
    "revision_taken": (
        N_("Ya hay una respuesta desde otra pestaña. Esta es la guardada."),
        409,
        False,
    ),
    "too_fast": (N_("Demasiado rápido. Hay que esperar %(seconds)s s."), 429, True),
    "storage_unavailable": (
        N_(
            "No pudimos guardar todavía. La respuesta está segura en este teléfono y la"
            " enviaremos sola."
        ),
        503,
        True,
    ),
    "storage_away": (
        N_(
            "La base de datos no responde en este momento. Lo guardado sigue ahí: hay que esperar"
            " unos segundos y probar otra vez."
        ),
        503,
        True,
    ),
    "server_error": (
        N_("Algo falló de nuestro lado. Lo intentamos otra vez; no hay que hacer nada."),
        500,
        True,
    ),
    # seats and sign-in [E-SES, E-SEG, E-PER]
    "seat_unknown": (
        N_("Este acceso ya no es válido. Hay que entrar de nuevo con el código."),
        401,
        False,
    ),
    "seat_removed": (
        N_("Quien facilita retiró este sitio. Si fue un error, se vuelve a entrar por el QR."),
        410,
        False,
    ),
    "page_outdated": (
        N_("Esta página es de una versión anterior: hay que actualizarla."),
        409,
        False,
    ),
    "session_ended": (N_("La sesión terminó."), 410, False),
    "replaced_by_tab": (N_("La sesión se abrió en otra pestaña."), 409, False),
    "not_signed_in": (
        N_("Abre la consola con el enlace que se imprimió al iniciar Mano Alzada."),
        401,
        False,
    ),
    "foreign_page": (
        N_("Eso lo pidió otra página. Mano Alzada está en la dirección que muestra la pantalla."),
        403,
        False,
    ),
    "not_allowed": (N_("No hay permiso para hacer eso."), 403, False),
    "page_expired": (
        N_("La página caducó. Hay que abrirla de nuevo; lo escrito sigue aquí."),
        403,
        False,
    ),
    "format_unknown": (
        N_("No entendimos el envío. Hay que recargar la página y probar otra vez."),
        415,
        False,
    ),
    "request_malformed": (
        N_("No entendimos el envío. Hay que recargar la página y probar otra vez."),
        400,
        False,
    ),
    "too_large": (N_("Es demasiado grande para enviarlo."), 413, False),
    "method_unknown": (N_("Esa acción no existe en esta dirección."), 405, False),
    "not_found": (N_("No encontramos esta página."), 404, False),
    # the trainer
    "stale_version": (N_("Ya cambió; esto es lo actual."), 409, False),
    "cannot_move": (
        N_("Ese paso no es posible ahora. Mira lo que muestra la consola."),
        409,
        False,
    ),
    "no_flood": (N_("No hay una entrada de muchos sitios a la vez que retirar."), 409, False),
    "no_step": (N_("No hay ninguna actividad en curso."), 409, False),
    "round_open": (N_("Hay una pregunta abierta. Ciérrala antes de seguir."), 409, False),
    "reopened_too_late": (
        N_("Terminó hace más de media hora y ya no se reabre. Hay que empezar otra sesión."),
        409,
        False,
    ),
    "first_step": (N_("Esta es la primera actividad."), 409, False),
    "hidden_until_second_round": (
        N_("El resultado espera a la segunda vuelta. Mantén la tecla para mostrarlo ahora."),
        409,
        False,
    ),
    "result_hidden": (
        N_("Este resultado es solo para quien facilita: no se muestra a la sala."),
        403,
        False,
    ),
    "picture_kept_back": (
        N_("De esta vuelta no hay imagen: sigue abierta, oculta o protegida. Mira el acta."),
        403,
        False,
    ),
    "nothing_to_reveal": (N_("No hay un resultado por mostrar."), 409, False),
    "nothing_to_split": (N_("Este resultado no se enseña por segmento."), 409, False),
    "nothing_to_count": (N_("Ahora no hay manos que contar."), 409, False),
    "count_malformed": (N_("Escribe números enteros, sin signos."), 400, False),
    "nothing_to_annul": (N_("No hay una vuelta que anular."), 409, False),
    "no_deadline": (N_("Esta pregunta no tiene tiempo límite."), 409, False),
    "deadline_too_far": (N_("No se puede alargar más esta pregunta."), 409, False),
    "title_too_long": (
        N_("El texto tiene %(n)s caracteres y caben %(max)s. Acórtalo."),
        400,
        False,
    ),
    "module_unknown": (N_("Ese módulo ya no está en la carpeta de contenidos."), 404, False),
    "address_unknown": (N_("Esta computadora ya no tiene esa dirección."), 409, False),
    "card_unknown": (N_("Ese texto ya no está."), 404, False),
    "pile_unknown": (N_("Ese montón ya no está."), 404, False),
    "pile_name_taken": (N_("Ya hay un montón con ese nombre. Elige otro."), 409, False),
    "piles_fixed": (N_("Estas categorías vienen del módulo y no se cambian."), 409, False),
    "piles_full": (N_("Caben %(max)s montones. Junta dos para hacer otro."), 409, False),
    "piles_few": (N_("Quedan al menos %(min)s montones."), 409, False),
    "no_texts_to_pile": (N_("No hay textos que agrupar en esta actividad."), 409, False),
    "vote_needs_piles": (
        N_("Para votar hacen falta entre %(min)s y %(max)s montones."),
        409,
        False,
    ),
    "piles_unready": (
        N_(
            "Hay montones sin nombre o sin textos: %(piles)s. Para votar así hay que mantener el"
            " botón."
        ),
        409,
        False,
    ),
    "source_not_closed": (
        N_("Antes hay que cerrar %(step)s: esta actividad usa sus respuestas."),
        409,
        False,
    ),
    "source_empty": (
        N_("No hay textos a la vista para esta actividad. Muestra algunos en «Textos»."),
        409,
        False,
    ),
    **REGISTER_REFUSALS,
    **STEP_ITEM_REFUSALS,
    "only_trials": (N_("Solo se borran los ensayos y las sesiones simuladas."), 409, False),
    "no_code_free": (N_("No quedan códigos libres. Termina alguna sesión abierta."), 503, False),
    "disk_nearly_full": (
        N_(
            "Quedan %(free)s MB libres en el disco y hacen falta %(least)s para abrir otra"
            " pregunta. Hay que liberar espacio y volver a pulsar. Lo guardado está a salvo."
        ),
        507,
        False,
    ),
    "run_unreadable": (
        N_(
            "Esta sesión se guardó con otra versión del programa y aquí no se puede leer. Sus datos"
            " siguen guardados: hay que abrirla con aquella versión. Las demás sesiones funcionan."
        ),
        409,
        False,
    ),
    "run_unknown": (N_("No encontramos esa sesión."), 404, False),
}
