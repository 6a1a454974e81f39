"""Templates are compiled before a room waits for them, and once for all starts.

Compiling all of them takes 1.8 s of processor: the first question of a kind would come 25 ms later.
"""

import time
from contextlib import suppress

from jinja2 import FileSystemBytecodeCache

COMPILE_PAUSE_S = 0.02  # between two of them, for requests that are served meanwhile


class TemplateCache(FileSystemBytecodeCache):
    """Compiled templates in a folder, where there is room for them; a page needs no copy of it."""

    def dump_bytecode(self, bucket):
        with suppress(OSError):  # a full disk, or the folder was taken away
            super().dump_bytecode(bucket)


def start(app) -> None:
    """Compile in the background; what an earlier start compiled lies in the data folder."""
    keep(app)
    app.extensions["socketio"].start_background_task(compile_all, app)


def keep(app) -> None:
    """Remember compiled templates in the data folder, beside what they were made of."""
    folder = app.config["DATA"] / "templates"
    folder.mkdir(mode=0o700, exist_ok=True)
    app.jinja_env.bytecode_cache = TemplateCache(str(folder))


def compile_all(app, pause_s: float = COMPILE_PAUSE_S) -> None:
    """Every template there is, one after the other."""
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
        time.sleep(pause_s)
