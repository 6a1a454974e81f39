"""The first question of a kind does not wait until its page is compiled."""

import shutil

import pytest
from jinja2 import DictLoader

from web import template_cache


@pytest.fixture
def starts(make_app_on, tmp_path):
    """The program, started with the same data folder as before; with templates of its own."""

    def start(templates=None):
        app = make_app_on(tmp_path)
        template_cache.use_bytecode_cache(app)
        if templates:
            app.jinja_env.loader = DictLoader(templates)
        return app

    return start


def test_the_second_start_compiles_nothing(starts, monkeypatch):
    template_cache.compile_all(starts(), pause_s=0)
    app = starts()

    def refuse(*_):
        raise AssertionError("it was compiled again")

    monkeypatch.setattr(app.jinja_env, "_generate", refuse)
    template_cache.compile_all(app, pause_s=0)


def test_a_template_that_changed_is_compiled_again(starts):
    template_cache.compile_all(starts({"hoja.html": "Antes"}), pause_s=0)
    assert starts({"hoja.html": "Después"}).jinja_env.get_template("hoja.html").render() == (
        "Después"
    )


def test_a_page_is_shown_where_nothing_more_can_be_kept(starts, tmp_path):
    app = starts({"hoja.html": "Aquí"})
    shutil.rmtree(tmp_path / "templates")
    assert app.jinja_env.get_template("hoja.html").render() == "Aquí"
