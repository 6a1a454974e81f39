"""What is the same for everyone is made once, and nothing else is ever kept."""

import gzip

import pytest

from web.health import Health
from web.response_cache import CACHEABLE_HEADER, ResponseCache

PAGE = gzip.compress(b"the way in")
ZIPPED = [("Content-Type", "text/html"), ("Content-Encoding", "gzip"), (CACHEABLE_HEADER, "1")]


class Kitchen:
    """An application that counts how often it was asked."""

    def __init__(self, headers=ZIPPED, status="200 OK"):
        self.asked = 0
        self.headers = headers
        self.status = status

    def __call__(self, environ, start_response):
        self.asked += 1
        start_response(self.status, list(self.headers))
        return [PAGE]


def ask(response_cache, path="/123456", host="aula:5000", accepts="gzip, br", **more):
    """Ask for a page. Returns (headers, body)."""
    said = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "HTTP_ACCEPT_ENCODING": accepts,
        "wsgi.url_scheme": "http",
    } | more
    body = b"".join(
        response_cache(environ, lambda status, headers, exc_info=None: said.extend(headers))
    )
    return said, body


def test_a_whole_room_is_given_what_was_made_once():
    kitchen = Kitchen()
    response_cache = ResponseCache(kitchen, Health())
    answers = [ask(response_cache) for _ in range(5)]
    assert kitchen.asked == 1
    assert answers == [(ZIPPED[:2], PAGE)] * 5


@pytest.mark.parametrize(
    "other",
    [
        {"path": "/654321"},
        {"host": "evil.example"},  # its name stands in the page's rules
        {"wsgi.url_scheme": "https"},
        {"accepts": "identity"},
        {"accepts": "gzip; q=0"},
        {"QUERY_STRING": "x=1"},
        {"REQUEST_METHOD": "HEAD"},
        {"REQUEST_METHOD": "POST"},
    ],
)
def test_whoever_asks_for_something_else_is_served_anew(other):
    kitchen = Kitchen()
    response_cache = ResponseCache(kitchen, Health())
    ask(response_cache)
    ask(response_cache, **other)
    assert kitchen.asked == 2


@pytest.mark.parametrize(
    "kitchen",
    [
        Kitchen(ZIPPED[:2]),  # nobody said that it is for everyone
        Kitchen([*ZIPPED, ("Set-Cookie", "staff=secret")]),
        Kitchen([*ZIPPED, ("Vary", "Cookie")]),
        Kitchen([("Content-Encoding", "br"), (CACHEABLE_HEADER, "1")]),
        Kitchen(status="503 Service Unavailable"),
    ],
)
def test_what_is_not_for_everyone_is_made_anew(kitchen):
    response_cache = ResponseCache(kitchen, Health())
    for _ in range(2):
        headers, body = ask(response_cache)
        assert body == PAGE
        assert CACHEABLE_HEADER not in dict(headers)
    assert kitchen.asked == 2


def test_the_shelf_has_an_end():
    kitchen = Kitchen()
    response_cache = ResponseCache(kitchen, Health())
    for number in range(1200):
        ask(response_cache, path=f"/{number:06d}")
    assert len(response_cache._kept) <= 500


def test_the_phone_s_page_lies_on_it_and_the_console_s_does_not(room, app):
    response_cache = app.wsgi_app
    assert isinstance(response_cache, ResponseCache)
    response_cache._kept.clear()
    phone = room.site.browser()
    first = phone.get(f"/{room.run.code}")
    assert room.run.code in first.text
    assert phone.get(f"/{room.run.code}").text == first.text
    assert not response_cache._kept  # kept as browsers get it, and only so
    browser = phone.environ(f"/{room.run.code}") | {"HTTP_ACCEPT_ENCODING": "gzip"}
    assert b"".join(response_cache(browser, lambda *_: None))
    room.ines.browser.get("/inicio")
    assert {path for path, _, _ in response_cache._kept} == {f"/{room.run.code}"}


def test_who_is_about_to_leave_gives_nothing_that_lies_ready():
    kitchen = Kitchen()
    response_cache = ResponseCache(kitchen, Health())
    ask(response_cache)
    assert response_cache.get("/123456", "aula:5000", "gzip")
    response_cache.health.is_draining = True
    assert response_cache.get("/123456", "aula:5000", "gzip") is None
    ask(response_cache)
    assert kitchen.asked == 2  # whoever stands behind sends them elsewhere


def test_d9_a_plain_client_first_makes_the_page_large_for_nobody():
    class Honest(Kitchen):
        def __call__(self, environ, start_response):
            plain = "gzip" not in environ["HTTP_ACCEPT_ENCODING"]
            self.headers = [ZIPPED[0], ZIPPED[2]] if plain else ZIPPED
            return super().__call__(environ, start_response)

    response_cache = ResponseCache(Honest(), Health())
    ask(response_cache, accepts="identity")
    headers, _ = ask(response_cache)
    assert ("Content-Encoding", "gzip") in headers


def test_what_is_too_short_to_compress_is_kept_for_who_would_take_it_compressed():
    kitchen = Kitchen([ZIPPED[0], ZIPPED[2]])
    response_cache = ResponseCache(kitchen, Health())
    ask(response_cache)
    ask(response_cache)
    assert kitchen.asked == 1
