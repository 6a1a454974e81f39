"""The file ``run`` as a module, for the tests of what it does."""

import importlib.machinery
import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def launcher():
    """The file ``run`` as a module: it has no .py, so it has to be loaded by hand."""
    loader = importlib.machinery.SourceFileLoader("launcher", str(ROOT / "run"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("launcher", loader))
    exec(compile((ROOT / "run").read_text("utf-8"), "run", "exec"), module.__dict__)
    return module
