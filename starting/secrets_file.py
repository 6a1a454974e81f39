"""Secrets made at first start and kept beside the database, readable by their owner only."""

import json
import os
import secrets
from pathlib import Path

NAME = "secrets.json"


def load_secrets(data: Path) -> dict[str, str]:
    """{"SECRET_KEY": …}, from ``data`` or made there now with mode 0600."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / NAME
    if path.exists():
        return json.loads(path.read_text("utf-8"))
    made = {"SECRET_KEY": secrets.token_urlsafe(48)}
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(made, file)
    return made
