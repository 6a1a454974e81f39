"""Where the compiled templates of a whole test run lie: every app and every program shares them.

Compiling them takes 1.8 s of processor, and a test run starts dozens of programs on empty folders.
"""

import os
import shutil
import tempfile
from pathlib import Path

NAMED = "COMPILED_TEMPLATES"  # by whoever came first; the workers of the test run inherit it
OURS = NAMED not in os.environ
if OURS:
    os.environ[NAMED] = tempfile.mkdtemp(prefix="mano-alzada-templates-")
FOLDER = Path(os.environ[NAMED])


def lend(data):
    """A program on this data folder finds them where it would keep its own."""
    place = data / "templates"
    if not place.exists():
        place.symlink_to(FOLDER, target_is_directory=True)


def leave():
    """Whoever made the folder takes it away."""
    if OURS:
        shutil.rmtree(FOLDER, ignore_errors=True)
