"""Settings with their defaults and reasons. The environment is read here and nowhere else."""

import math
import os
import sys
from pathlib import Path
from typing import TypeVar

Number = TypeVar("Number", int, float)

EXIT_MISCONFIGURED = 2  # as cli/exit.py says it too: waiting puts nothing right


def number(name: str, default: Number, least: float = 1, most: float = math.inf) -> Number:
    """Read a number from the environment between ``least`` and ``most``, whole if its default is.

    Raises SystemExit after a line on standard error where what is given is no such number.
    """
    kind = type(default)
    text = os.environ.get(name) or str(default)
    try:
        value = kind(text)
    except ValueError:
        value = None
    if value is not None and least <= value <= most and math.isfinite(value):
        return value
    kinds = "un número entero" if kind is int else "un número"
    top = f" como poco y {most} como mucho" if most < math.inf else " como poco"
    line = f"{name}={text} no se entiende: tiene que ser {kinds}, {least}{top}."
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - nothing that logs is there yet
    raise SystemExit(EXIT_MISCONFIGURED)


# How the server waits for many phones: eventlet (the product), threading (tests and tools).
ASYNC_MODE = os.environ.get("ASYNC_MODE", "threading")

# How bytes reach the phones: «lean» (transport/) serves three times as many for the same
# memory; «stock» is the libraries' own, and serves by itself where lean does not know them.
TRANSPORT = os.environ.get("TRANSPORT", "lean")

# Where phones and the console connect. 0.0.0.0 because phones come over the network.
HOST = os.environ.get("HOST", "0.0.0.0")  # noqa: S104
PORT = number("PORT", 5000, most=65_535)

# Database, secrets and the lock file; git-ignored, readable by its owner only. Beside the program,
# wherever it is started from.
DATA = Path(os.environ.get("DATA") or Path(__file__).parent / "data")

# Where everything that lasts is kept. Empty: SQLite files in DATA. Where one process is not enough:
# postgresql://user:password@host/name (docs/instalar.md).
DATABASE_URL = os.environ.get("DATABASE_URL", "")

# psycopg reads this when it is imported. Without it, it waits inside C, and every phone with it.
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

# Keys of open anonymous rounds. Empty: beside DATABASE_URL, in a table that backups leave out.
KEYS_URL = os.environ.get("KEYS_URL", "")

# Events between processes: redis://host:6379/0. Without it they find each other's changes by
# looking into the database once a second.
REDIS_URL = os.environ.get("REDIS_URL", "")

# Set by the supervisor for each process it starts (cli/worker.py): its number, the process to end
# with, and the secret of the printed link, which all of them know.
WORKER = os.environ.get("WORKER", "")
SUPERVISOR = int(os.environ.get("SUPERVISOR", "0"))
CONSOLE_TOKEN = os.environ.get("CONSOLE_TOKEN", "")

# The address people see, where a proxy with a certificate stands before us:
# https://mano.example.org. Empty: the address of this computer.
PUBLIC_URL = os.environ.get("PUBLIC_URL", "").rstrip("/")

# Whose days and hours a new run shows: «America/Lima». Empty: those of the browser in which the
# trainer makes it, and this computer's where the browser does not say.
ZONE = os.environ.get("ZONE", "")

# Proxies before us whose X-Forwarded-For and X-Forwarded-Proto are believed: 0 or 1. With none,
# whoever sends such a header forges it, and so does everyone but the proxy: its addresses or
# networks, with commas between them.
PROXIES = number("PROXIES", 0, least=0, most=1)
PROXY_ADDRESSES = os.environ.get("PROXY_ADDRESSES", "127.0.0.1,::1")

# Connections of one process to PostgreSQL: those kept, and those beyond them in a burst.
POOL_SIZE = number("POOL_SIZE", 10)
MAX_POOL_OVERFLOW = 10

# Megabytes free on the disk of the data: with fewer than the first the console warns, with fewer
# than the second no new question is opened. Answers are taken as long as they can be stored.
DISK_WARN_MB = number("DISK_WARN_MB", 200, least=0)
DISK_STOP_MB = number("DISK_STOP_MB", 50, least=0)

# The course.
CONTENT = Path(os.environ.get("CONTENT", Path(__file__).parent / "content"))

# Phones in one run, and connected to one process. The server's own limit of connections lies
# SPARE_CONNECTIONS above, because beyond it connections hang without a word.
CAPACITY_RUN = number("CAPACITY_RUN", 1000)
CAPACITY_PROCESS = number("CAPACITY_PROCESS", 5000)
SPARE_CONNECTIONS = 500

# Smallest group whose answers may be shown; never below 3 (workshop/reports/threshold.py).
K = number("K", 5, least=3)

# Bytes of a request's body; a join is 200, the longest form 2,000.
MAX_CONTENT_LENGTH = 65_536
MAX_FORM_PARTS = 100
MAX_FORM_MEMORY_SIZE = 65_536

# Seconds a request may take to arrive; slow ones are cut, or a few laptops could hold every place.
REQUEST_TIMEOUT = number("REQUEST_TIMEOUT", 20.0, least=0.1)

# OPTIONS is no method of ours: no other site is to call us.
PROVIDE_AUTOMATIC_OPTIONS = False

# Wrong codes. A whole room shares one address, so only failures count: of one address so many at
# once and one more every so many seconds (622 an hour: 0.07 % for a given session), and of all
# addresses together so many in a window (1,800 an hour: 0.2 %). Beyond that only the QR lets in.
WRONG_CODES = number("WRONG_CODES", 60)
WRONG_CODES_EACH = number("WRONG_CODES_EACH", 6.4, least=0.01)  # seconds
WRONG_CODES_OVERALL = number("WRONG_CODES_OVERALL", 300)
WRONG_CODES_WINDOW_S = 600

# Processes that share what may be guessed: the supervisor says it; who starts them otherwise, does.
WORKERS = number("WORKERS", 1)

# Texts that one phone may hand in at once, and a minute.
TEXTS_A_MINUTE = number("TEXTS_A_MINUTE", 6, least=0)

# Where the server is to kill itself, to prove that nothing is lost: «after_insert:3»
# (realtime/answers/failpoints.py). Empty outside of ./run faults.
FAULT = os.environ.get("FAULT", "")

# Cookies of the console: it is reached over plain HTTP on this computer only.
SESSION_COOKIE_NAME = "mano_alzada"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
PERMANENT_SESSION_LIFETIME = 24 * 3600  # seconds: a workshop day

# The console's forms carry a token that is good as long as the session.
WTF_CSRF_TIME_LIMIT = None
WTF_CSRF_SSL_STRICT = False

# People read Spanish first; msgids are Spanish.
BABEL_DEFAULT_LOCALE = "es"

# Jinja: a misspelt name in a template is an error, not an empty place.
TEMPLATES_AUTO_RELOAD = False

# Pages and tables travel compressed; own files are compressed once, at start, by assets.py.
COMPRESS_ALGORITHM = "gzip"
COMPRESS_MIMETYPES = ["text/html", "application/json"]
COMPRESS_STREAMS = False


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a process that we start."""
    return os.environ | more
