"""Compiled templates of a test run: one folder, shared by every app and every program.

Compiling them takes 1.8 s of processor, and a test run starts dozens of programs on empty folders.
"""

import os
import shutil
import tempfile
from pathlib import Path

NAMED = "COMPILED_TEMPLATES"  # by the first process; the workers of the test run inherit it
OURS = NAMED not in os.environ
if OURS:
    os.environ[NAMED] = tempfile.mkdtemp(prefix="mano-alzada-templates-")
FOLDER = Path(os.environ[NAMED])


def link_into(data):
    """Link the shared folder into a data folder, where a program would keep its own."""
    place = data / "templates"
    if not place.exists():
        place.symlink_to(FOLDER, target_is_directory=True)


def remove():
    """Remove the folder, in the process that made it."""
    if OURS:
        shutil.rmtree(FOLDER, ignore_errors=True)
