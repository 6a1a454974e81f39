"""The home page names the module that has a slip; the others run, and an edit needs no restart."""

import shutil

import pytest

from tests.support.app_factory import make_app

HERE = "un-taller-breve"


@pytest.fixture
def course(content, tmp_path):
    """A course of its own, to spoil."""
    folder = tmp_path / "course"
    for slug in (HERE, "por-mesas"):
        shutil.copytree(content / slug, folder / slug)
    return folder


@pytest.fixture
def console(course, tmp_path, fresh_data):
    """A signed-in browser on an app that serves that course."""
    shutil.copytree(fresh_data, tmp_path / "data")
    app = make_app(tmp_path / "data", course)
    client = app.test_client()
    client.environ_base["HTTP_HOST"] = "127.0.0.1:5000"
    client.get("/entrar/llave")
    return client


def spoil(course):
    path = course / HERE / "module.toml"
    good = path.read_text("utf-8")
    path.write_text(good + "\nnada que ver\n", "utf-8")
    return good.count("\n") + 2


def test_the_page_names_file_line_and_way_out(console, course):
    line = spoil(course)
    page = console.get("/inicio").text
    assert f"{HERE}/module.toml, línea {line}" in page
    assert "Mientras tanto se ofrece la versión anterior." in page
    assert 'href="/modulos/por-mesas"' in page
    assert 'href="/modulos/un-taller-breve"' in page  # the version before
    assert "Esta es la versión anterior" in console.get(f"/modulos/{HERE}").text
    assert "Esta es la versión anterior" not in console.get("/modulos/por-mesas").text


def test_mending_it_needs_no_restart(console, course, content):
    spoil(course)
    assert "que arreglar" in console.get("/inicio").text
    shutil.copy(content / HERE / "module.toml", course / HERE / "module.toml")
    assert "que arreglar" not in console.get("/inicio").text


def test_the_others_start_with_a_module_that_was_never_good(course, tmp_path, fresh_data):
    spoil(course)
    shutil.copytree(fresh_data, tmp_path / "data")
    shutil.rmtree(tmp_path / "data" / "course", ignore_errors=True)
    app = make_app(tmp_path / "data", course)
    assert list(app.extensions["library"]) == ["por-mesas"]
