"""Texts of simulated people, by the field of a form that they are written into."""

BY_FIELD = {
    # the card of a commitment
    "cue": (
        "llega un reclamo con la fecha equivocada",
        "una persona espera más de diez minutos",
        "alguien me pide algo que no es mío",
        "la reunión termina sin hablar de clientes",
        "suena el teléfono dos veces seguidas",
    ),
    "action": (
        "preguntaré primero qué necesita y lo apuntaré",
        "llamaré a dos clientes antes de las doce",
        "avisaré del retraso con una hora nueva",
        "leeré una queja en voz alta al empezar el turno",
        "acompañaré a quien pregunta hasta la persona que lo resuelve",
        "enviaré la norma a quien puede cambiarla",
    ),
    "evidence": (
        "dos notas en el cuaderno del turno",
        "una respuesta enviada el mismo día",
        "la hoja de avisos de la semana",
        "el número de llamadas repetidas",
    ),
    "support": ("Mi coordinadora", "El equipo de caja", "La persona de almacén", "Dirección"),
    "obstacle": (
        "la prisa del cierre",
        "que falte una persona",
        "no tener permiso",
        "la costumbre",
    ),
    # the four pieces of a service system, a rule, and the talks that confirm it
    "belief": (
        "nadie se va sin saber qué pasará después",
        "su tiempo vale lo mismo que el nuestro",
        "quien promete se queda hasta que se cumple",
    ),
    "sign_1": (
        "quien atiende anota el nombre y la hora",
        "se avisa antes de que pregunten",
        "la mesa de reclamos está siempre abierta",
    ),
    "sign_2": (
        "la coordinadora escucha una llamada al día",
        "la caja se abre cuando hay cuatro personas",
        "cada lunes se lee una carta",
    ),
    "unit": ("horas", "minutos", "días", "de cada 10"),
    "limit": ("como mucho", "en 9 de cada 10 casos", "antes del cierre del día"),
    "steps": (
        "Recepción abre el aviso en la hoja compartida",
        "Quien lo abre llama antes de una hora",
        "Almacén confirma la fecha por escrito",
        "Si falla, la coordinadora llama en persona",
        "Al cerrar se pregunta si quedó resuelto",
    ),
    "indicator": ("Avisos contestados en plazo", "Minutos hasta la primera respuesta"),
    "target": ("9 de cada 10", "5 minutos", "2 horas"),
    "tolerance": ("1 punto", "1 minuto", "media hora"),
    "frequency": ("Cada lunes", "Cada día al cierre", "Cada quince días"),
    "source": ("La hoja de avisos", "El programa de citas", "La centralita"),
    "owner": ("La coordinadora de turno", "La persona de caja", "Atención al cliente"),
    "then": ("Se revisan los pasos el mismo día", "Se para y se llama a almacén"),
    "rule": ("Dos firmas para devolver", "La factura solo en papel", "El corte a las seis"),
    "talks": ("Cinco clientes que reclamaron en marzo", "Dos visitas por semana durante un mes"),
}
