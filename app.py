"""The front door: builds the app, and serves it when it is the program."""

if __name__ == "__main__":  # before every other import, and nowhere else in this repository
    import warnings

    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import logging

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask_babel import Babel
from flask_compress import Compress
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.routing import IntegerConverter, Map

import config
import facilitator
import participant
import projector
import realtime
import results
from cli.network_share import is_on_network
from cli.secrets_file import load_secrets
from transport.native_threads import run_natively, use_native_threads
from web import assets, edge, error_pages, formatting, health, response_cache, security_headers
from web.strict_json import StrictJSON
from workshop.course.library import Library
from workshop.models import mapped_tables
from workshop.persistence import postgresql, sqlite
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import share_write_lock


class StrictProvider(DefaultJSONProvider):
    """JSON bodies are read as strictly as packets are."""

    def loads(self, s, **kwargs):
        return StrictJSON.loads(s)


class AddressNumber(IntegerConverter):
    """A number in an address, no larger than every database can hold."""

    def __init__(self, url_map: Map, fixed_digits: int = 0):
        super().__init__(url_map, fixed_digits, max=LARGEST_ID)


KEPT_COURSE = "course"  # folder of the data: the last version of each module that could be read
LARGEST_ID = 2**31 - 1  # what every database can hold; beyond it there is nothing to find

csrf = CSRFProtect()
ROOMS = (
    health,
    realtime,
    security_headers,
    error_pages,
    assets,
    formatting,
    participant,
    projector,
    facilitator,
    results,
)
MIDDLEWARE = (edge, response_cache)  # WSGI, before all of them; the last one is outermost


def create_app(**overrides) -> Flask:
    """The whole product as one WSGI app. ``overrides`` are settings of ``config.py``."""
    app = Flask(__name__, static_folder=None)  # assets.py serves them
    app.json = StrictProvider(app)
    app.config.from_object(config)
    app.config.update(overrides)
    app.config.update(load_secrets(app.config["DATA"]))
    app.config.setdefault("CONSOLE_TOKEN", "")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    use_native_threads(app.config["ASYNC_MODE"])
    app.url_map.converters["int"] = AddressNumber
    Babel(app)
    Compress(app)
    csrf.init_app(app)
    _open_database(app)
    course = app.config["DATA"] / KEPT_COURSE
    app.extensions["library"] = Library(app.config["CONTENT"], course)
    for room in ROOMS + MIDDLEWARE:
        room.init_app(app)
    for blueprint in participant.BLUEPRINTS:
        csrf.exempt(blueprint)  # no cookie there: a phone's token travels in the request's body
    return app


def _open_database(app) -> None:
    if app.config["DATABASE_URL"]:
        databases = postgresql.engine_options(app.config)
    else:
        data = app.config["DATA"]
        journal = sqlite.DELETE_JOURNAL if is_on_network(data) else sqlite.WAL_JOURNAL
        databases = sqlite.engine_options(data, run_natively, journal)
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {}
    app.config["SQLALCHEMY_BINDS"] = {None: databases["data"], "keys": databases["keys"]}
    db.init_app(app)
    Migrate(app, db, render_as_batch=True)
    with app.app_context():
        for engine in db.engines.values():
            sqlite.begin_as_reader_or_writer(engine)
        share_write_lock(db.engines.values())
    app.extensions["tables"] = mapped_tables.ALL


if __name__ == "__main__":
    from cli import serve

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    serve.main(create_app)
