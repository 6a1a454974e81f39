"""Signs of personal data in a text: shown to the trainer, and where it says so, refused."""

import re

SIGNS = {
    "correo": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"),
    "teléfono": re.compile(r"(?<!\d)(?:\+?\d[\s.-]?){8,13}(?!\d)"),
    "identificador": re.compile(r"\b[A-ZÑ]{3,4}\d{6}[A-Z0-9]{0,8}\b"),  # RFC, CURP and their kin
}
# «doña Marta», «el Sr. Pérez»: somebody is called by name, whatever the rest of the sentence is.
TITLED = re.compile(
    r"\b(?:[Dd]on|[Dd]oña|D\.ª?|[Ss]r[ae]?\.?|[Ss]eñor(?:a|ita)?|[Ii]ng\.|[Ll]ic\.|[Dd]ra?\.)"
    r" [A-ZÁÉÍÓÚÑ][a-záéíóúüñ]+"
)
NAME = "nombre"


def flags_of(text: object) -> tuple[str, ...]:
    """Names of the signs found, in Spanish, in a fixed order."""
    if not isinstance(text, str):
        return ()
    found = tuple(name for name, pattern in SIGNS.items() if pattern.search(text))
    return (*found, NAME) if TITLED.search(text) else found
