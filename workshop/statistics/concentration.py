"""Concentration of shares: Herfindahl's index and the effective number (S-17)."""

from collections.abc import Sequence


def effective_number(amounts: Sequence[float]) -> float | None:
    """1/Σp²: over how many equal parts ``amounts`` are really spread; None when all are zero."""
    total = sum(amounts)
    if min(amounts, default=0) < 0:
        raise ValueError("amounts cannot be negative")
    if total == 0:
        return None
    return 1 / sum((amount / total) ** 2 for amount in amounts)
