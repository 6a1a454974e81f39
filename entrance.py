"""The way in, before Flask: a whole room asks for its seats at once, and each asks the same thing.

A join as phones write it is answered here; whatever is written otherwise (a form, another site's
page, a body too large) is Flask's to answer, at the same address and by the same verb.
"""

import logging
import re
from collections.abc import Callable, Iterable

from participant.join import ADDRESS, admit
from realtime.protocol.packet_guard import TIGHT, StrictJSON
from web.auth import is_foreign
from web.refusals import refusal, status_of
from web.security_headers import rules_of_pages
from workshop.refused import Refused

log = logging.getLogger("mano_alzada.entrance")

LARGEST = 4_096  # bytes; a join has 100, and 4,000 with the longest alias that is refused
HOST = re.compile(r"[0-9A-Za-z.-]+:[0-9]{2,5}")  # as our addresses are; others are Flask's
LENGTH = re.compile(r"[0-9]{1,4}")
STATUS = {
    200: "200 OK",
    400: "400 BAD REQUEST",
    403: "403 FORBIDDEN",
    404: "404 NOT FOUND",
    410: "410 GONE",
    429: "429 TOO MANY REQUESTS",
    500: "500 INTERNAL SERVER ERROR",
    503: "503 SERVICE UNAVAILABLE",
}


class Entrance:
    """A WSGI wrapper."""

    def __init__(self, app, asked_otherwise: Callable):
        self.app = app  # Flask's
        self.asked_otherwise = asked_otherwise

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        if environ["PATH_INFO"] != ADDRESS or not is_plain(environ):
            return self.asked_otherwise(environ, start_response)
        with self.app.app_context():
            status, said = self.answer(environ)
        body = StrictJSON.dumps(said, **TIGHT).encode() + b"\n"
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        rules = rules_of_pages(environ["HTTP_HOST"], environ["wsgi.url_scheme"] == "https", "")
        start_response(STATUS.get(status, str(status)), [*headers, *rules.items()])
        return [body]

    def answer(self, environ) -> tuple[int, dict]:
        """A seat, or why not: (status, what is said)."""
        try:
            return 200, admit(body_of(environ), environ["REMOTE_ADDR"])
        except Refused as refused:
            return status_of(refused.code), refusal(refused.code, **refused.detail)
        except Exception:  # noqa: BLE001 - as Flask does: it is logged, and a phone is told
            log.exception("unexpected error at %s", ADDRESS)
            return status_of("server_error"), refusal("server_error")


def is_plain(environ) -> bool:
    """Is this a join as our own page sends it?"""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and environ.get("CONTENT_TYPE") == "application/json"
        and LENGTH.fullmatch(environ.get("CONTENT_LENGTH", "")) is not None
        and int(environ["CONTENT_LENGTH"]) <= LARGEST
        and "HTTP_TRANSFER_ENCODING" not in environ
        and HOST.fullmatch(environ.get("HTTP_HOST", "")) is not None
        and not environ["HTTP_HOST"].endswith((":80", ":443"))  # Flask drops them
        and not is_foreign(environ)
    )


def body_of(environ) -> object:
    """The JSON in it, read strictly. Raises Refused("request_malformed")."""
    try:
        return StrictJSON.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
    except (OSError, ValueError):
        raise Refused("request_malformed") from None


def init_app(app) -> None:
    """Stand before Flask and Socket.IO."""
    app.wsgi_app = Entrance(app, app.wsgi_app)
