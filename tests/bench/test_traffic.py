"""What a phone was sent is counted as it came: headers, redirects and frames too."""

from math import inf

import pytest

from bench.traffic import Traffic

PAGE, SHEET, SOCKET = "http://127.0.0.1/916370", "http://127.0.0.1/phone.css", "ws://127.0.0.1/io/"


class Phone:
    """A page's traffic, told by what its browser reports, a second after each other."""

    def __init__(self):
        self.traffic = Traffic()
        self.now = 100.0

    def at(self):
        self.now += 1
        return {"timestamp": self.now}

    def asks(self, number, url, **more):
        self.traffic.asks({"requestId": number, "request": {"url": url}, **more, **self.at()})
        return self

    def gets(self, number, size):
        self.traffic.ends({"requestId": number, "encodedDataLength": size, **self.at()})
        return self

    def opens(self, number, url=SOCKET):
        self.traffic.opens({"requestId": number, "url": url})
        self.traffic.connects({"requestId": number, **self.at()})
        return self

    def hears(self, number, text):
        frame = {"response": {"payloadData": text}}
        self.traffic.hears({"requestId": number, **frame, **self.at()})
        return self

    def sum(self, seconds=inf):
        found = self.traffic.sum(seconds * 1000)
        return found.begun, found.requests, found.kb, found.socket_kb


@pytest.fixture
def phone():
    return Phone()


def test_requests_are_added_up_when_their_answers_are_whole(phone):
    phone.asks("1", PAGE).asks("2", SHEET).gets("1", 2048)
    assert phone.sum() == (2, 1, 2, 0)
    assert phone.gets("2", 1024).sum() == (2, 2, 3, 0)


def test_a_socket_is_a_request_and_its_frames_are_bytes(phone):
    phone.asks("1", PAGE).gets("1", 1024).opens("2").hears("2", "a" * 500).hears("2", "ñ" * 262)
    assert phone.sum() == (2, 2, 2, 1)


def test_a_redirect_is_a_request_of_its_own(phone):
    phone.asks("1", PAGE)
    phone.asks("1", PAGE + "/", redirectResponse={"encodedDataLength": 512}).gets("1", 512)
    assert phone.sum() == (2, 2, 1, 0)


def test_what_was_never_on_the_wire_is_no_request(phone):
    assert phone.asks("1", "data:image/svg+xml,%3Csvg/%3E").gets("1", 300).sum() == (0, 0, 0, 0)


def test_what_came_later_does_not_count_in_the_first_seconds(phone):
    phone.asks("1", PAGE).gets("1", 1024).asks("2", SHEET).gets("2", 1024)
    phone.opens("3").hears("3", "a" * 1024)
    assert phone.sum(seconds=1) == (1, 1, 1, 0)
    assert phone.sum(seconds=2) == (2, 1, 1, 0)
    assert phone.sum(seconds=3) == (3, 2, 2, 0)
    assert phone.sum() == (3, 3, 3, 1)


def test_what_came_before_is_forgotten(phone):
    phone.asks("1", PAGE).opens("2")
    phone.traffic.forget()
    assert phone.gets("1", 1024).hears("2", "late").sum() == (0, 0, 0, 0)


def test_everything_is_listed_with_its_size(phone):
    phone.asks("1", PAGE).gets("1", 1024).opens("2").hears("2", "four")
    assert [str(each) for each in phone.traffic.sent()] == [
        "  1024  /916370",
        "     4  /io/ (frames)",
    ]
