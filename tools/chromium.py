"""The Chromium of this machine: tests drive it, pictures and measurements are taken in it."""

import os
import shutil

# Debian's without windows opens a page for a third of what the whole browser needs.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


def how_to_launch(*more: str) -> dict:
    """Arguments for Playwright's ``launch``, with ``more`` arguments for the browser.

    The one that CHROMIUM names, or the first that is there. Raises FileNotFoundError.
    """
    named = filter(None, (os.environ.get("CHROMIUM", ""), *NAMES))
    path = next(filter(None, map(shutil.which, named)), None)
    if path is None:
        raise FileNotFoundError("no Chromium found; name one in CHROMIUM")
    sandbox = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    return {"executable_path": path, "args": [*sandbox, *more]}
