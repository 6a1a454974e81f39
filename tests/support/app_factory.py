"""Apps for tests: hundreds in one process, each with databases and a state of its own.

What no test changes is made once for all of them, which halves what an app costs: module files,
style sheets and scripts, compiled templates, compiled URL rules, compiled SQL.
"""

import functools
import threading

import flask_migrate
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import create_engine
from werkzeug.routing import Rule

import app as front_door
from realtime.fanout import wal_checkpoint
from tests.support import compiled_templates, live_state
from tests.support.app_in_process import PORT
from tests.support.server import ROOT
from web import assets
from workshop.course import library
from workshop.persistence.db import db
from workshop.persistence.sqlite import checkpoint

SWEEPER, SWEPT_WITHIN_S = wal_checkpoint.empty_logs_until_done.__name__, 10  # name of a thread
SQL_CACHE_STATEMENTS = 2_000
OUR_ASSETS = assets.AssetStore(ROOT / "static")


def make_app(data, content, **settings):
    """Build the app as tests want it: threads, files, a known link, CSRF as in production."""
    app = front_door.create_app(
        DATA=data,
        CONTENT=content,
        CONSOLE_TOKEN="llave",
        PORT=PORT,
        ASYNC_MODE="threading",
        TESTING=True,
        **settings,
    )
    app.jinja_env.bytecode_cache = TEMPLATE_CODE
    share_compiled_sql(app)
    live_state.note_built(app)
    return app


def migrate(app):
    """Make the tables, and close the app's databases."""
    with app.app_context():
        flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        for engine in db.engines.values():
            checkpoint(engine)
    close_databases(app)


def close_databases(app):
    """Close the database files, once the checkpoint that a closed round asked for is done."""
    with app.app_context():
        db.session.remove()
        for thread in threading.enumerate():
            if SWEEPER in thread.name:
                thread.join(SWEPT_WITHIN_S)
        for engine in db.engines.values():
            engine.dispose()


class SharedBytecode(FileSystemBytecodeCache):
    """Compiled templates in a folder that all processes share, and in memory for this one."""

    def __init__(self, folder):
        super().__init__(folder)
        self._code = {}  # (key, checksum of the source) → code

    def load_bytecode(self, bucket):
        bucket.code = self._code.get((bucket.key, bucket.checksum))
        if bucket.code is None:
            super().load_bytecode(bucket)
            self._remember(bucket)

    def dump_bytecode(self, bucket):
        super().dump_bytecode(bucket)
        self._remember(bucket)

    def _remember(self, bucket):
        if bucket.code is not None:
            self._code[bucket.key, bucket.checksum] = bucket.code


TEMPLATE_CODE = SharedBytecode(str(compiled_templates.FOLDER))


def share_compiled_sql(app):
    """Let SQLite engines share a dialect, and with it the statements compiled for it."""
    with app.app_context():
        for engine in db.engines.values():
            if engine.dialect.name == "sqlite":
                engine.dialect = engine.pool._dialect = known_sqlite().dialect
                engine._compiled_cache = known_sqlite()._compiled_cache


@functools.cache
def known_sqlite():
    """Return an engine in memory that has connected: only then a dialect knows what SQLite can."""
    engine = create_engine("sqlite://", query_cache_size=SQL_CACHE_STATEMENTS)
    engine.connect().close()
    return engine


def share_modules():
    """Read a module file once while its files are the same."""
    read = library.read_module
    remembered = functools.cache(lambda path, slug, _: read(path, slug))
    library.read_module = lambda path, slug: remembered(path, slug, library._stamp(path.parent))


def share_url_rules():
    """Compile the builder of each URL rule once: werkzeug makes Python code for every one."""
    compile_builder, builders = Rule._compile_builder, {}

    def compile_once(rule, append_unknown=True):
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in builders:
            builders[key] = compile_builder(rule, append_unknown)
        return builders[key]

    Rule._compile_builder = compile_once


def share_assets(monkeypatch):
    """Give every app the style sheets and scripts that were read first."""

    def shared(folder, made=assets.AssetStore):
        return OUR_ASSETS if folder == OUR_ASSETS.folder else made(folder)

    monkeypatch.setattr(assets, "AssetStore", shared)


share_modules()
share_url_rules()
