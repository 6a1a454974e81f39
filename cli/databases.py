"""Databases of an app: which two there are, and how their engines are made."""

from flask import Flask
from flask_migrate import Migrate

from cli.network_share import is_on_network
from transport.native_threads import run_natively
from workshop.models import mapped_tables
from workshop.persistence import postgresql, sqlite
from workshop.persistence.db import db
from workshop.persistence.unit_of_work import share_write_lock


def open_databases(app: Flask) -> None:
    """Give ``app`` its engines, for the data and for the keys of open rounds."""
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
