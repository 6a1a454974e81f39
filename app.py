"""The application: ``create_app`` builds it, and it is served when this is the program."""

if __name__ == "__main__":  # before every other import, and nowhere else in this repository
    import warnings

    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import logging

from flask import Flask
from flask_babel import Babel
from flask_compress import Compress
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined

import config
import facilitator
import participant
import projector
import realtime
import results
from cli.databases import open_databases
from cli.secrets_file import load_secrets
from transport.native_threads import use_native_threads
from web import assets, edge, error_pages, formatting, health, response_cache, security_headers
from web.address_number import AddressNumber
from web.strict_provider import StrictProvider
from workshop.course.library import Library

KEPT_COURSE = "course"  # folder of the data: the last version of each module that could be read

csrf = CSRFProtect()
ROOMS = (health, realtime, security_headers, error_pages, assets, formatting)
AUDIENCES = (participant, projector, facilitator, results)
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
    open_databases(app)
    course = app.config["DATA"] / KEPT_COURSE
    app.extensions["library"] = Library(app.config["CONTENT"], course)
    for room in ROOMS + AUDIENCES + MIDDLEWARE:
        room.init_app(app)
    for blueprint in participant.BLUEPRINTS:
        csrf.exempt(blueprint)  # no cookie there: a phone's token travels in the request's body
    return app


if __name__ == "__main__":
    from cli import serve

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    serve.main(create_app)
