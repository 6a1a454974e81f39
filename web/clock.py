"""The server's clock, the only one that decides."""

from datetime import UTC, datetime


def now() -> datetime:
    """This instant, aware and in UTC."""
    return datetime.now(UTC)
