"""Exit codes of a start that fails, and the one line on standard error that says why."""

import sys
from typing import NoReturn

# 2: it cannot become right by itself, somebody has to change a setting
from config import EXIT_MISCONFIGURED as EXIT_MISCONFIGURED

EXIT_TEMPORARY = 1  # it may become right by itself: a database that starts later


def warn(line: str) -> None:
    """Print a line on standard error and go on."""
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - nothing that logs is there yet


def exit_with(line: str, code: int = EXIT_TEMPORARY) -> NoReturn:
    """Print a line on standard error and raise SystemExit(code)."""
    warn(line)
    raise SystemExit(code)
