"""Signs of personal data in a text: shown to the trainer, never a reason to refuse it."""

import re

SIGNS = {
    "correo": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]{2,}"),
    "teléfono": re.compile(r"(?<!\d)(?:\+?\d[\s.-]?){8,13}(?!\d)"),
    "identificador": re.compile(r"\b[A-ZÑ]{3,4}\d{6}[A-Z0-9]{0,8}\b"),  # RFC, CURP and their kin
}


def flags_of(text: object) -> tuple[str, ...]:
    """Names of the signs found, in Spanish, in a fixed order."""
    if not isinstance(text, str):
        return ()
    return tuple(name for name, pattern in SIGNS.items() if pattern.search(text))
