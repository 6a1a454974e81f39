"""Rates of one phone, not of one socket: a page that is loaded again is the same phone."""

from realtime.state.live_state import proxy_to
from web.rate_limit import RateLimiter

REQUESTS_PER_S, REQUEST_BURST = 2.0, 12.0  # a thumb's pace, a draft's as it grows


class TextLimiter(RateLimiter):
    """Texts of each phone, ``per_minute`` of them, and as many at once."""

    def __init__(self, per_minute: float):
        super().__init__(per_minute / 60, per_minute)


class RequestLimiter(RateLimiter):
    """HTTP requests of each phone: for its first page, and about its table."""

    def __init__(self) -> None:
        super().__init__(REQUESTS_PER_S, REQUEST_BURST)


request_limiter = proxy_to(RequestLimiter)
