"""Says in plain Spanish what the standard library's TOML reader says in English."""

import re

# What tomllib says, and what a trainer should read: (start of its message, what, fix).
SYNTAX = (
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
PLACE = re.compile(r"\(at (?:line (\d+), column \d+|end of document)\)$")


def explain(message: str, source: str) -> tuple[int, str, str]:
    """(line, what, how to mend it) of a message of ``tomllib`` about ``source``."""
    place = PLACE.search(message)
    line = int(place.group(1)) if place and place.group(1) else source.rstrip().count("\n") + 1
    known = ((what, fix) for start, what, fix in SYNTAX if message.startswith(start))
    return line, *next(known, UNREADABLE)
