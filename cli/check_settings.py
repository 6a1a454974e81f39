"""Check of the settings before anything starts: waiting cannot put a wrong one right.

Their values are not shown: most hold a password.
"""

import re
from collections.abc import Mapping
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cli.exit import EXIT_MISCONFIGURED, exit_with
from workshop.models.time_zone import known_zone_name

POSTGRESQL_URL = re.compile(
    r"postgres(ql)?(\+\w+)?://"
    r"([^:/@]*(:[^@]*)?@)?"  # user:password@
    r"(\[[^/?\]]+\]|[^/:?@]*)(:\d*)?"  # host:port
    r"(/[^?]*)?(\?.*)?"
)
POSTGRESQL_URL_ADVICE = (
    "tiene que ser postgresql://usuario:contraseña@equipo/nombre, con los signos de la contraseña "
    "codificados (@ es %40). Está en docs/instalar.md, «Servidor»"
)
ASYNC_MODES = ("eventlet", "threading")


def check_settings(settings: Mapping[str, Any]) -> None:
    """Exit with one line if a setting is wrong."""
    if wrong := first_error(settings):
        exit_with(wrong, EXIT_MISCONFIGURED)


def first_error(settings: Mapping[str, Any]) -> str:
    """Return the Spanish line on the first wrong setting; "" if all are right."""
    for name in ("DATABASE_URL", "KEYS_URL"):
        if settings[name] and not POSTGRESQL_URL.fullmatch(settings[name]):
            return f"{name} no se entiende: {POSTGRESQL_URL_ADVICE}."
    if settings["REDIS_URL"] and not _is_redis(settings["REDIS_URL"]):
        return "REDIS_URL no se entiende: tiene que ser redis://equipo:6379/0."
    if settings["REDIS_URL"] and not _is_guarded(settings["REDIS_URL"]):
        return (
            "REDIS_URL lleva a otra computadora sin contraseña: cualquiera de esa red podría "
            "hablar por nosotros. Ponle una (requirepass) y escribe redis://:contraseña@equipo:6379/0."
        )
    if settings["PUBLIC_URL"] and not _is_web(settings["PUBLIC_URL"]):
        return (
            "PUBLIC_URL no se entiende: tiene que ser la dirección entera que abren los teléfonos, "
            "como https://mano.example.org."
        )
    if not _are_networks(settings["PROXY_ADDRESSES"]):
        return (
            "PROXY_ADDRESSES no se entiende: tienen que ser direcciones o redes con comas, como "
            "127.0.0.1,10.0.0.0/24."
        )
    if settings["ZONE"] and not known_zone_name(settings["ZONE"]):
        return "ZONE no se entiende: tiene que ser una zona horaria como America/Lima."
    if settings["ASYNC_MODE"] not in ASYNC_MODES:
        return f"ASYNC_MODE no se entiende: tiene que ser {' o '.join(ASYNC_MODES)}."
    return ""


def _are_networks(text: str) -> bool:
    try:
        return all(ip_network(each.strip()) for each in text.split(",") if each.strip())
    except ValueError:
        return False


def _is_redis(url: str) -> bool:
    return _parts(url) is not None and url.startswith(("redis://", "rediss://", "unix://"))


def _is_guarded(url: str) -> bool:
    """Is it on this computer, or does it ask for a password?"""
    parts = urlsplit(url)
    if parts.scheme == "unix" or parts.password or parse_qs(parts.query).get("password"):
        return True
    host = parts.hostname or "localhost"
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_web(url: str) -> bool:
    parts = _parts(url)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def _parts(url: str):
    """Split a URL; None for what is none, as one whose port is no number."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts
