"""Modules that a browser loads name each other by lasting addresses, and come without notes."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import g, render_template_string

from tests.support.asset_folder import app_with, get, url, write, written_assets
from web import asset_store, assets


@pytest.fixture
def static(tmp_path):
    return written_assets(tmp_path)


@pytest.fixture
def app(static):
    return app_with(static)


def test_the_page_tells_the_address_of_every_module_as_data_that_runs_nothing(app):
    with app.test_request_context():
        html = render_template_string("{{ module_table() }}")
        assert "csp_scripts" not in g

    opening, body, closing = re.fullmatch(r"(<script[^>]*>)(.*)(</script>)", html).groups()
    assert opening == '<script type="application/json" data-modules>'
    assert closing == "</script>"
    assert json.loads(body) == {
        "activities/choice": url(app, "js/activities/choice.js"),
        "socket.io-client": url(app, "socket.io-client"),
        "socket": url(app, "js/socket.js"),
    }


def test_modules_name_each_other_by_address_so_no_import_map_is_needed(static):
    write(
        static / "js" / "activities" / "choice.js",
        'import { io } from "socket.io-client";\nimport "socket";\nconst late = import("bars");\n'
        'export { answer } from "socket";\nconst words = "hands from afar";\n',
    )
    write(static / "js" / "bars.js", "export const bars = 1;")
    app = app_with(static)

    client, socket = url(app, "socket.io-client"), url(app, "js/socket.js")
    assert get(app, url(app, "js/activities/choice.js")).text == (
        f'import{{io}}from"{client}";import"{socket}";'
        f'const late=import("{url(app, "js/bars.js")}");'
        f'export{{answer}}from"{socket}";const words="hands from afar";'
    )


def test_a_module_has_a_new_address_when_one_it_imports_has_changed(static):
    write(static / "js" / "phone.js", 'import "stage";')
    write(static / "js" / "stage.js", 'import "socket";')
    before = app_with(static)
    write(static / "js" / "socket.js", "export const answer = 42;")
    after = app_with(static)

    assert url(before, "js/phone.js") != url(after, "js/phone.js")
    assert url(before, "js/activities/choice.js") == url(after, "js/activities/choice.js")


def test_the_start_names_modules_that_import_each_other_in_a_circle(static):
    write(static / "js" / "stage.js", 'import "countdown";')
    write(static / "js" / "countdown.js", 'import "stage";')

    with pytest.raises(asset_store.AssetsMissing, match="countdown → stage → countdown"):
        app_with(static)


def test_every_script_that_stands_in_a_page_is_named_in_its_rules(app):
    with app.test_request_context():
        html = render_template_string(
            "{{ inline_asset('js/socket.js', sheet=asset_url('phone.css')) }}"
            "{{ inline_asset('js/activities/choice.js') }}"
        )
        scripts = g.csp_scripts.split()

    bodies = re.findall(r"<script[^>]*>(.*?)</script>", html)
    digests = [base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies]
    assert scripts == [f"'sha256-{digest}'" for digest in digests]
    assert f'data-sheet="{url(app, "phone.css")}"' in html


def test_a_script_that_would_end_its_element_does_not_stand_in_a_page(static):
    write(static / "js" / "socket.js", 'export const end = "</script>";')
    app = app_with(static)
    with app.test_request_context(), pytest.raises(ValueError, match="would end"):
        render_template_string("{{ inline_asset('js/socket.js') }}")


def test_what_a_kind_will_need_is_known_before_it_is_read(static):
    write(static / "js" / "phone.js", 'import { io } from "socket";')
    needs = 'import { size } from "activities/number_format";'
    write(static / "js" / "activities" / "bars.js", needs)
    write(static / "js" / "activities" / "number_format.js", "export const size = 1;")
    write(
        static / "js" / "activities" / "choice.js",
        'import { answer } from "socket";\nexport { patch } from "activities/bars";',
    )
    app = app_with(static)
    with app.test_request_context():
        assert json.loads(assets.kind_dependencies("phone")) == {
            # socket comes with the page
            "activities/choice": "activities/bars activities/number_format",
            "activities/bars": "activities/number_format",
        }


def test_a_new_module_has_a_name_without_a_new_start(static):
    app = app_with(static, ASSETS_RELOAD=True)
    write(static / "js" / "timer.js", "export {}")

    assert "timer" in app.extensions["assets"].modules()


def test_a_phone_is_not_sent_the_notes_of_its_authors(static):
    js = """/** The file. */
import { io } from "socket.io-client";

/** @param {string} name */
export function f(name) {
  // why
  const seen = /** @type {Map<string, RegExp>} */ (new Map());  // what
  return `${name} // stays` + 'http://stays' + "/** stays */";
}
"""
    write(static / "js" / "socket.js", js)
    app = app_with(static)
    client = url(app, "socket.io-client")
    assert get(app, url(app, "js/socket.js")).text == (
        f'import{{io}}from"{client}";export function f(name){{const seen=(new Map());'
        "return`${name} // stays`+'http://stays'+\"/** stays */\";}"
    )


def test_no_script_has_a_template_within_a_template():
    """The minifier takes the inner one for the end of the outer one, and drops its spaces."""
    scripts = sorted((Path(assets.__file__).parents[1] / "static" / "js").rglob("*.js"))
    nested = [
        (path.name, template)
        for path in scripts
        for template in path.read_text("utf-8").split("`")[1::2]
        if template.count("${") > template.count("}")
    ]
    assert nested == []
