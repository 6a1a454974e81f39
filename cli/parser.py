"""Command line of ./run, as argparse reads it, with messages in Spanish."""

import argparse
import re
from collections.abc import Callable
from typing import NoReturn

from cli.exit import EXIT_MISCONFIGURED, exit_with

# What argparse says → what people read.
MESSAGES_IN_SPANISH = (
    (r"unrecognized arguments: (.+)", "No entiendo «{}»."),
    (r"the following arguments are required: (.+)", "Falta {}."),
    (r"argument (\S+): expected one argument", "A {} le falta su valor."),
    (r"argument (\S+): (.+)", "No entiendo {}: {}."),
)
HELP_HINT = "./run -h explica lo que hay."


class CommandLine(argparse.ArgumentParser):
    """Options are written in full: a short form would change its meaning with the next option."""

    def __init__(self):
        super().__init__(
            prog="./run", description="Mano Alzada", add_help=False, allow_abbrev=False
        )
        self.add_argument("-h", "--help", action="help", help="esta ayuda")

    def error(self, message: str) -> NoReturn:
        """Exit with one line, and where the rest is explained."""
        exit_with(f"{in_spanish(message)} {HELP_HINT}", EXIT_MISCONFIGURED)

    def format_help(self) -> str:
        """Return the help as argparse lays it out, in Spanish."""
        return super().format_help().replace("usage:", "Uso:").replace("options:", "Opciones:")


def in_spanish(message: str) -> str:
    """Translate a message of argparse."""
    for english, spanish in MESSAGES_IN_SPANISH:
        if found := re.fullmatch(english, message, re.DOTALL):
            return spanish.format(*found.groups())
    return f"No entiendo las opciones ({message})."


def whole_number(least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from ``least`` to ``most``, both included."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"«{text}» no es un número entero de {least} a {most}")
        return int(text)

    return read
