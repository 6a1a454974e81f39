"""Bytecode cache of templates, filled in the background at start and kept between starts.

Compiling all of them takes 1.8 s of processor: the first question of a kind would come 25 ms later.
"""

import time
from contextlib import suppress

from jinja2 import FileSystemBytecodeCache

COMPILE_PAUSE_S = 0.02  # between two of them, for requests that are served meanwhile


class TemplateCache(FileSystemBytecodeCache):
    """Jinja's bytecode cache in a folder; a full disk is no error."""

    def dump_bytecode(self, bucket):
        with suppress(OSError):  # a full disk, or the folder was taken away
            super().dump_bytecode(bucket)


def start(app) -> None:
    """Set up the cache and compile in the background what an earlier start has not."""
    use_bytecode_cache(app)
    app.extensions["socketio"].start_background_task(compile_all, app)


def use_bytecode_cache(app) -> None:
    """Cache compiled templates in ``templates/`` of the data folder."""
    folder = app.config["DATA"] / "templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = TemplateCache(str(folder))


def compile_all(app, pause_s: float = COMPILE_PAUSE_S) -> None:
    """Compile every template, pausing ``pause_s`` seconds after each."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
        time.sleep(pause_s)
