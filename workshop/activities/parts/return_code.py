"""The code by which somebody comes back to their own answer: made on a phone, copied by hand."""

import re
from random import Random
from typing import Any

from workshop.activities.parts.answer_input import InvalidAnswer

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, no 1/I: people copy it by hand
CODE = re.compile(f"[{LETTERS}]{{4}}-[{LETTERS}]{{4}}")


def is_way_back(code: str) -> bool:
    """Could a phone have made this code?"""
    return CODE.fullmatch(code) is not None


def read_way_back(raw: Any) -> str:
    """The code in ``raw``, which may be anything. Raises `InvalidAnswer` and nothing else."""
    if type(raw) is not str or not is_way_back(raw):
        raise InvalidAnswer("answer_malformed")
    return raw


def imagined_way_back(chance: Random) -> str:
    """A code as a phone would make it."""
    code = "".join(chance.choice(LETTERS) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"
