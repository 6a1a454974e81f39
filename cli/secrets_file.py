"""Secrets made at first start and kept beside the database, readable by their owner only."""

import json
import os
import secrets
from pathlib import Path

from cli.exit import EXIT_MISCONFIGURED, exit_with

SECRETS_FILE = "secrets.json"
MIN_KEY_CHARACTERS = 32  # ours have 64


def load_secrets(data: Path) -> dict[str, str]:
    """Return {"SECRET_KEY": …} from ``data``, or make it there with mode 0600.

    Exits with a line where it cannot be read: a new one would hide that a disk fails.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / SECRETS_FILE
    if not path.exists():
        _make(path)
    try:
        key = json.loads(path.read_text("utf-8"))["SECRET_KEY"]
        if not isinstance(key, str) or len(key) < MIN_KEY_CHARACTERS:
            raise ValueError("a key that can be guessed")
        return {"SECRET_KEY": key}
    except (ValueError, TypeError, KeyError):
        exit_with(
            f"{path.absolute()} está dañado. Bórralo y vuelve a arrancar: se hace otro. Habrá "
            "que volver a entrar en la consola con el enlace nuevo, y los códigos de vuelta ya "
            "dados dejan de valer.",
            EXIT_MISCONFIGURED,
        )


def _make(path: Path) -> None:
    """Write the file whole or not at all: a power cut must not leave half of it."""
    half = path.with_name(f"{SECRETS_FILE}.{secrets.token_hex(4)}")
    with open(half, "x", encoding="utf-8", opener=_for_its_owner) as file:
        json.dump({"SECRET_KEY": secrets.token_urlsafe(48)}, file)
        file.flush()
        os.fsync(file.fileno())
    os.replace(half, path)


def _for_its_owner(path: str, flags: int) -> int:
    """Open with mode 0600. ``os.fdopen`` would be eventlet's, which needs fcntl for it."""
    return os.open(path, flags, 0o600)
