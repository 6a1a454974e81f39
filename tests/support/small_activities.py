"""One small activity of each kind, as course text would write it; ids are «a», «b» and «e»."""

COMMON = {"ref": "a1", "title": "Título", "prompt": "¿Qué opinas?", "starts": 0, "ends": 5}
EXAMPLES = {
    "choice": {
        "options": [
            {"id": "a", "text": "Sí"},
            {"id": "b", "text": "No"},
            {"id": "e", "text": "Todavía no lo sé", "undecided": True},
        ],
        "guide": {
            "notes": ["Calla 5 segundos"],
            "options": {"a": {"for": "Quien paga, vuelve", "against": "Premia el abuso"}},
            "branches": [{"when": "gana:a", "title": "Si gana a)", "say": "Pregunta por qué"}],
            "questions": ["¿Quién puede cambiarla?"],
            "pitfalls": ["Opinar antes"],
        },
    },
    "recommend": {"lowest": "Nada probable", "highest": "Muy probable"},
    "ease": {"lowest": "Nada de acuerdo", "highest": "Muy de acuerdo"},
    "ranking": {"options": [{"id": key, "text": f"Causa {key}"} for key in "abe"]},
    "number": {"unit": "€", "maximum": 500, "decimals": 2},
    "grid": {"statements": [{"text": "Se escucha", "dimension": "Oír"}, {"text": "Se cuenta"}]},
    "predict": {"yes": "Yo sí", "no": "Yo no"},
    "two_hats": {"recommends": True},
    "points": {"options": [{"id": "a", "text": "Trato"}, {"id": "b", "text": "Precio"}]},
    "scale": {"points": ["Ninguna", "Poca", "Media", "Mucha", "Total"], "seconds": 20},
    "text": {"maximum": 80, "mode": "A", "show": "live", "hint": "Sin nombres"},
    "reading": {"paragraphs": ["Uno.", "Dos."], "compares": ["a0"]},
    "talk": {
        "phases": [
            {"label": "En parejas", "people": 2, "seconds": 180},
            {"label": "En cuartetos", "people": 4, "seconds": 180, "note": "Mezclados"},
        ],
        "quote": "Explica la postura ajena",
        "tip": "A mitad de tiempo, cambio de turno.",
    },
    "quadrant": {
        "items": [{"id": "a", "text": "Uno"}, {"id": "b", "text": "Dos"}],
        "x": {"text": "¿Cuánto cuesta?", "low": "Poco", "high": "Mucho"},
        "y": {"text": "¿Cuánto alivia?", "low": "Poco", "high": "Mucho"},
        "corners": ["Ya", "Planear", "Si sobra", "Dejar"],
        "first": "Ya",
    },
    "network": {
        "areas": [{"id": letter, "text": f"Área {letter}"} for letter in "abe"],
        "maximum": 2,
    },
    "hotspot": {"zones": [{"id": letter, "text": f"Zona {letter}"} for letter in "abe"]},
    "builder": {"pieces": ["level", "steps"]},
    "quiz": {
        "options": [
            {"id": letter, "text": f"Opción {letter}", "why": "Porque sí"} for letter in "abe"
        ],
        "key": "b",
        "certainty": True,
    },
    "obstacles": {"maximum": 80, "stages": ["Pagar", "Esperar"], "effects": ["Enfada", "Retrasa"]},
    "arguments": {
        "source": "a0",
        "stances": "a00",
        "arguments": [
            {"card": "a", "text": "Uno", "stance": "s"},
            {"card": "b", "text": "Dos", "stance": "n"},
            {"card": "e", "text": "Tres", "moderation": "hidden"},
        ],
        "sides": [{"id": "s", "text": "Sí", "letter": "a", "slot": 1}, {"id": "n", "text": "No"}],
    },
    "brainstorm": {
        "source": "a0",
        "ideas": [
            {"id": "a", "name": "Esperas", "size": 3},
            {"id": "b", "words": "Dos", "voice": "b"},
            {"id": "e", "words": "Tres", "voice": "e", "moderation": "hidden"},
        ],
    },
    "questions": {"maximum": 80},
    "case": {
        "story": "Una familia llega el miércoles.",
        "case": "La reserva",
        "options": [{"id": letter, "text": f"Opción {letter}"} for letter in "abe"],
    },
    "commitment": {
        "days": 14,
        "parts": [{"id": "cue", "text": "Si…"}, {"id": "action", "text": "haré…", "help": "Qué"}],
    },
    "hands": {
        "options": [{"id": "a", "text": "Yo"}, {"id": "b", "text": "Nadie"}],
        "counted": {"a": 2, "b": 1},
        "room": 28,
    },
    "practice": {
        "roles": ["Cliente", "Quien atiende", "Quien observa"],
        "rubric": ["Dejó terminar", "Preguntó", "Cerró"],
    },
    "sequence": {
        "options": [{"id": each, "text": f"Paso {each}", "why": "Porque sí"} for each in "abe"],
        "key": ["b", "e", "a"],
    },
    "matching": {
        "groups": [{"id": each, "text": f"Grupo {each}"} for each in "xy"],
        "items": [
            {"id": each, "text": f"Cosa {each}", "key": "x", "why": "Porque sí"} for each in "abe"
        ],
    },
    "staircase": {"options": [{"id": each, "text": f"Escalón {each}"} for each in "abe"]},
    "iceberg": {
        "maximum": 80,
        "zones": [{"id": each, "text": f"Zona {each}"} for each in "abe"],
        "above": "a0",
        "afloat": [{"card": "a", "text": "Se ve"}],
    },
    "situation": {"maximum": 80, "mode": "A"},
    "advice": {"about": "a0", "case": "Alguien gritó", "card": "c1"},
    "cloud": {"maximum": 3, "merge": {"Jefe": "jefa"}, "hide": ["Nadie"]},
}
SURE = EXAMPLES["choice"] | {"certainty": True}
SEVERAL = EXAMPLES["choice"] | {"maximum": 2}
