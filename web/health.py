"""Health check of this process for the supervisor and a proxy, and whether it is draining.

The real-time layer sets it; the HTTP layer, which may not import that layer, reads it.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Health:
    """State of one process."""

    is_draining: bool = False  # graceful shutdown has begun: nobody new comes in
    is_degraded: Callable[[], bool] = lambda: False  # answers cannot be stored at the moment
    is_full: Callable[[dict], bool] = lambda environ: False  # no place for this connection


def init_app(app) -> None:
    """Give the app a Health that is neither draining, degraded nor full."""
    app.extensions["health"] = Health()
