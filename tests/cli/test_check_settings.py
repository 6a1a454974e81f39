"""Settings that waiting cannot put right."""

import os
import subprocess
import sys

import pytest

from cli.check_settings import first_error
from cli.exit import EXIT_MISCONFIGURED
from tests.support.server import ROOT
from workshop.reports.threshold import MIN_K

NONE = dict.fromkeys(("DATABASE_URL", "KEYS_URL", "REDIS_URL", "PUBLIC_URL"), "")
NONE["ASYNC_MODE"] = "threading"
NONE["ZONE"] = ""
NONE["PROXY_ADDRESSES"] = "127.0.0.1,::1"
DATABASES = [
    "postgresql://mano@127.0.0.1/taller",
    "postgres://mano:a/b:c#d%40@pg.example.org:5433/taller?sslmode=require",
    "postgresql+psycopg://mano@[2001:db8::1]:5432/taller",
    "postgresql:///taller?host=/var/run/postgresql",
]
NO_DATABASES = [
    "mano_alzada",
    "mysql://mano@127.0.0.1/taller",
    "postgresql:taller",
    "postgresql://mano@127.0.0.1:abc/taller",
    "postgresql://mano:con@rroba@127.0.0.1/taller",
]


def wrong(**settings):
    """What is said of these."""
    return first_error(NONE | settings)


def test_nothing_has_to_be_set():
    assert wrong() == ""


@pytest.mark.parametrize("name", ["DATABASE_URL", "KEYS_URL"])
@pytest.mark.parametrize("url", DATABASES)
def test_an_address_of_postgresql(name, url):
    assert wrong(**{name: url}) == ""


@pytest.mark.parametrize("name", ["DATABASE_URL", "KEYS_URL"])
@pytest.mark.parametrize("url", NO_DATABASES)
def test_what_is_none_is_named_and_not_shown(name, url):
    said = wrong(**{name: url})
    assert said.startswith(f"{name} no se entiende: tiene que ser postgresql://usuario:")
    assert url not in said


@pytest.mark.parametrize("url", ["redis://:p@h", "rediss://:p@h:6379/0", "unix:///run/redis.sock"])
def test_an_address_of_redis(url):
    assert wrong(REDIS_URL=url) == ""


@pytest.mark.parametrize("url", ["h:6379", "http://h", "redis:h", "redis://h:abc"])
def test_what_is_no_address_of_redis(url):
    assert wrong(REDIS_URL=url).startswith("REDIS_URL no se entiende: ")


@pytest.mark.parametrize("url", ["https://mano.example.org", "http://192.0.2.2:8080"])
def test_an_address_for_phones(url):
    assert wrong(PUBLIC_URL=url) == ""


@pytest.mark.parametrize("url", ["mano.example.org", "https://", "https://h:abc", "ftp://h", "//h"])
def test_what_is_no_address_for_phones(url):
    assert wrong(PUBLIC_URL=url).startswith("PUBLIC_URL no se entiende: ")


def test_a_way_of_waiting_that_there_is_not():
    assert wrong(ASYNC_MODE="gevent") == (
        "ASYNC_MODE no se entiende: tiene que ser eventlet o threading."
    )


@pytest.mark.parametrize("url", ["redis://10.0.0.7:6379/0", "rediss://redis/0", "redis://u:@h"])
def test_o8_a_redis_elsewhere_has_a_password(url):
    assert wrong(REDIS_URL=url).startswith("REDIS_URL lleva a otra computadora sin contraseña: ")


@pytest.mark.parametrize(
    "url",
    [
        "redis://localhost:6379/0",
        "redis://127.0.0.1",
        "redis://[::1]:6379",
        "redis://h/0?password=p",
        "redis://u:p@h",
    ],
)
def test_o8_one_on_this_computer_or_with_a_password_is_fine(url):
    assert wrong(REDIS_URL=url) == ""


@pytest.mark.parametrize("k", ["0", "1", "2", "-3", "tres", "2.5"])
def test_a_group_of_fewer_than_three_is_refused_at_the_start(k):
    done = subprocess.run(
        [sys.executable, "-c", "import config"],
        cwd=ROOT,
        env=os.environ | {"K": k},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == EXIT_MISCONFIGURED
    assert done.stderr == f"K={k} no se entiende: tiene que ser un número entero, 3 como poco.\n"
    assert MIN_K == 3


@pytest.mark.parametrize("text", ["nginx", "10.0.0.5/24", "127.0.0.1;10.0.0.5"])
def test_a_proxy_is_an_address_or_a_network(text):
    assert wrong(PROXY_ADDRESSES=text).startswith("PROXY_ADDRESSES no se entiende")


def test_several_proxies_are_fine():
    assert wrong(PROXY_ADDRESSES="127.0.0.1, 10.0.0.0/24, 2001:db8::/32") == ""
