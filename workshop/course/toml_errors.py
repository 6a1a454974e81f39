"""Says in plain Spanish what the standard library's TOML reader says in English."""

import re

# What tomllib says, and what a trainer should read: (start of its message, what, fix).
SYNTAX_ADVICE = (
    ("Cannot overwrite", "esta clave está repetida", "Deja solo una"),
    ("Cannot declare", "este título está repetido", "Deja solo uno, o usa [[…]] si es una lista"),
    ("Cannot mutate", "esta parte ya estaba cerrada", "Escríbela junta, en un solo lugar"),
    (
        "Expected '='",
        "falta el signo = después de la clave",
        'Escribe clave = "texto", con la clave sin acentos ni espacios',
    ),
    ("Invalid statement", "esta línea no es una clave ni un título", 'Escribe clave = "texto"'),
    ("Expected newline", "sobra algo al final de la línea", "Revisa las comillas del texto"),
    ("Invalid initial character for a key", "aquí falta la clave", 'Escribe clave = "texto"'),
    (
        "Illegal character",
        "hay un salto de línea o un carácter invisible",
        'Para varias líneas usa """…"""',
    ),
    ("Unterminated string", "el texto no se cierra", "Añade las comillas del final"),
    ("Expected \"'''\"", "el texto no se cierra", "Añade las comillas del final"),
    ('Expected \'"""\'', "el texto no se cierra", "Añade las comillas del final"),
    ("Unclosed array", "la lista no se cierra", "Añade el corchete ] o la coma que falta"),
    ("Unclosed inline table", "la tabla no se cierra", "Añade la llave } o la coma que falta"),
    ("Expected ']", "el título no se cierra", "Añade el corchete que falta"),
    ("Unescaped", "hay una barra \\ que no vale aquí", "Escribe \\\\ o quita la barra"),
    (
        "Invalid value",
        "el valor no se entiende",
        "Los textos van entre comillas; los números, sin ellas",
    ),
)
UNREADABLE = ("no se entiende esta línea", "Revisa comillas, corchetes y el signo =")
CURLY_QUOTES_ADVICE = (
    "las comillas de este texto son curvas (“ ”)",
    'Usa las rectas: ". Las curvas las pone el procesador de textos',
)
CURLY_QUOTES = "“”„‟‘’‚«»"  # as word processors write them
CURLY_BEGIN = re.compile(rf"[=,\[{{][ \t]*[{CURLY_QUOTES}]|^[ \t]*[{CURLY_QUOTES}]")
CURLY_END = re.compile(rf'"[^"]*[{CURLY_QUOTES}][ \t]*[,\]}}]*[ \t]*$')
ERROR_PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)$")


def explain(message: str, source: str) -> tuple[int, str, str]:
    """(line, what, how to mend it) of a message of ``tomllib`` about ``source``."""
    place = ERROR_PLACE.search(message)
    line = int(place.group(1)) if place and place.group(1) else source.rstrip().count("\n") + 1
    if _has_curly_quotes(source.split("\n")[line - 1]):
        return line, *CURLY_QUOTES_ADVICE
    known = ((what, fix) for start, what, fix in SYNTAX_ADVICE if message.startswith(start))
    return line, *next(known, UNREADABLE)


def _has_curly_quotes(line: str) -> bool:
    """Some text of the line begins or ends with the quotes of a word processor."""
    return bool(CURLY_BEGIN.search(line)) or (
        line.count('"') % 2 == 1 and bool(CURLY_END.search(line))
    )
