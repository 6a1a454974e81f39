"""The command line, as argparse reads it, in Spanish."""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

from cli.exit import MEND_FIRST, leave

# What argparse says → what people read.
SPANISH = (
    (r"unrecognized arguments: (.+)", "No entiendo «{}»."),
    (r"the following arguments are required: (.+)", "Falta {}."),
    (r"argument (\S+): expected one argument", "A {} le falta su valor."),
    (r"argument (\S+): (.+)", "No entiendo {}: {}."),
)
MORE = "./run -h explica lo que hay."


class CommandLine(argparse.ArgumentParser):
    """Options are written in full: a short form would change its meaning with the next option."""

    def __init__(self):
        super().__init__(
            prog="./run", description="Mano Alzada", add_help=False, allow_abbrev=False
        )
        self.add_argument("-h", "--help", action="help", help="esta ayuda")

    def error(self, message: str) -> NoReturn:
        """One line, and where the rest is explained."""
        leave(f"{in_spanish(message)} {MORE}", MEND_FIRST)

    def format_help(self) -> str:
        """As argparse lays it out."""
        return super().format_help().replace("usage:", "Uso:").replace("options:", "Opciones:")


def in_spanish(message: str) -> str:
    """What argparse says, for people."""
    for english, spanish in SPANISH:
        if found := re.fullmatch(english, message, re.DOTALL):
            return spanish.format(*found.groups())
    return f"No entiendo las opciones ({message})."


def whole(least: int, most: int) -> Callable[[str], int]:
    """Reads a whole number between two, both included."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"«{text}» no es un número entero de {least} a {most}")
        return int(text)

    return read
