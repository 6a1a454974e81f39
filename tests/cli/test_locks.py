"""Locks say exactly what is installed, with hashes, and name no host."""

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = [
    "requirements.txt",
    "requirements/dev.txt",
    "requirements/node.txt",
    "requirements/uv.txt",
]


def pins(lock):
    """Each pinned line with its hashes, so that equal pins also mean equal files."""
    lines = (ROOT / lock).read_text("utf-8").replace("\\\n", "").splitlines()
    return {" ".join(line.split()) for line in lines if line and not line.startswith((" ", "#"))}


def test_the_locks_are_in_step_with_what_they_were_made_from(launcher):
    for lock in launcher.LOCKS:
        assert launcher.digest_of_sources(lock) in (ROOT / lock).read_text("utf-8"), lock


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_every_pinned_package_has_a_hash(lock):
    assert pins(lock)
    assert all("==" in pin and "--hash=sha256:" in pin for pin in pins(lock))


def test_the_product_is_tested_with_the_versions_it_is_served_with():
    assert everywhere("requirements.txt") <= everywhere("requirements/dev.txt")


def everywhere(lock):
    """Its pins, without «only on Windows»: the tests' own packages may want one everywhere."""
    return {re.sub(r" ; .*?(?= --hash)", "", pin) for pin in pins(lock)}


@pytest.mark.parametrize("lock", [*PYTHON_LOCKS, "package-lock.json"])
def test_a_lock_names_no_host(lock):
    assert not re.search(r"https?:|//|--(extra-)?index-url|--find-links", (ROOT / lock).read_text())


def test_the_front_end_lock_holds_what_package_json_asks_for():
    wanted = json.loads((ROOT / "package.json").read_text("utf-8"))
    packages = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

    for kind in ("dependencies", "devDependencies"):
        assert packages[""][kind] == wanted[kind]
        for name, version in wanted[kind].items():
            assert packages[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for name, package in packages.items() if name)


def test_the_browsers_files_are_served_with_their_licences(launcher):
    manifest = json.loads((launcher.VENDOR_FOLDER / "manifest.json").read_text("utf-8"))

    assert manifest.keys() == launcher.VENDOR.keys()
    for file in manifest.values():
        assert re.search(r"-\d+\.\d+\.\d+\.\w+$", file)
        assert (launcher.VENDOR_FOLDER / file).is_file()
        assert (launcher.VENDOR_FOLDER / (file.rpartition(".")[0] + ".LICENSE")).is_file()
