"""What a browser keeps is small, right, and never stale."""

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest
from flask import Flask, g, render_template_string

from web import asset_store, assets

CSS = {
    "_layers.css": "@layer base,components;",
    "tokens.css": ":root{--ink:black}",
    "base.css": "@layer base{body{color:var(--ink)}}",
    "phone.css": ".answer{min-height:44px}" * 20,
    "wall.css": "@font-face{src:url(asset:inter.woff2) format('woff2')}",
}
BUNDLES = {
    "_page.css": ["../_layers.css", "../tokens.css", "../base.css"],
    "phone.css": ["_page.css", "../phone.css"],
    "wall.css": ["_page.css", "../wall.css"],
}
SCRIPT = 'export const answer="' + "a long story " * 20 + '";'


@pytest.fixture
def static(tmp_path):
    write(tmp_path / "js" / "socket.js", SCRIPT)
    write(tmp_path / "js" / "activities" / "choice.js", "export function patch() {}")
    write(tmp_path / "mark.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    write(tmp_path / "vendor" / "client-1.0.js", "export const io = 1;")
    write(tmp_path / "vendor" / "client-1.0.LICENSE", "MIT")
    write(tmp_path / "vendor" / "inter-1.0.woff2", "wOF2")
    manifest = {"socket.io-client": "client-1.0.js", "inter.woff2": "inter-1.0.woff2"}
    write(tmp_path / "vendor" / "manifest.json", json.dumps(manifest))
    for name, text in CSS.items():
        write(tmp_path / "css" / name, text)
    for name, sheets in BUNDLES.items():
        write_bundle(tmp_path, name, sheets)
    return tmp_path


@pytest.fixture
def app(static):
    return app_with(static)


def app_with(static, **settings):
    app = Flask("app", static_folder=None)
    app.config.update(ASSETS_FOLDER=static, **settings)
    assets.init_app(app)
    return app


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_bundle(static, name, sheets):
    """A bundle is the list of what it imports."""
    lines = [f'@import "{sheet}";' for sheet in sheets]
    write(static / "css" / "bundles" / name, "\n".join(["/* for somebody */", *lines]))


def url(app, name):
    return app.extensions["assets"].url(name)


def get(app, address, accept=None):
    return app.test_client().get(address, headers={"Accept-Encoding": accept} if accept else {})


def test_a_bundle_holds_its_files_in_order(app):
    body = get(app, url(app, "phone.css")).text

    sheets = ("_layers.css", "tokens.css", "base.css", "phone.css")
    assert body == "".join(CSS[name] for name in sheets)


def test_a_part_of_bundles_is_no_bundle(app):
    with pytest.raises(LookupError):
        url(app, "_page.css")


def test_the_start_names_a_bundle_that_imports_itself(static):
    write_bundle(static, "_page.css", ["../tokens.css", "phone.css"])
    with pytest.raises(asset_store.AssetsMissing, match=r"phone\.css se pide a sí misma"):
        app_with(static)


def test_a_style_sheet_names_a_font_by_its_lasting_address(app):
    body = get(app, url(app, "wall.css")).text

    assert f"url({url(app, 'inter.woff2')}) format('woff2')" in body


def test_a_style_sheet_travels_without_its_comments(static):
    css = """.a { content: "/* kept */" } /* it's "gone */ .b { content: '\\'/*' }
      /* gone */
      .c {}"""
    write(static / "css" / "phone.css", css)
    app = app_with(static)

    body = get(app, url(app, "phone.css")).text
    assert body.endswith(""".a{content:"/* kept */"}.b{content:'\\'/*'}.c{}""")


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("phone.css", "text/css; charset=utf-8"),
        ("js/socket.js", "text/javascript; charset=utf-8"),
        ("socket.io-client", "text/javascript; charset=utf-8"),
        ("mark.svg", "image/svg+xml; charset=utf-8"),
        ("inter.woff2", "font/woff2"),
    ],
)
def test_each_file_says_what_it_is_and_may_be_kept_for_a_year(app, name, content_type):
    response = get(app, url(app, name))

    assert response.status_code == 200
    assert response.headers["Content-Type"] == content_type
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accept", ["gzip", "gzip, deflate, br", "*"])
def test_a_browser_that_takes_gzip_gets_gzip(app, accept):
    response = get(app, url(app, "js/socket.js"), accept)

    assert response.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.data).decode() == SCRIPT
    assert int(response.headers["Content-Length"]) < len(SCRIPT)


@pytest.mark.parametrize("accept", [None, "identity", "br", "gzip;q=0"])
def test_a_browser_that_does_not_take_gzip_gets_the_file_itself(app, accept):
    response = get(app, url(app, "js/socket.js"), accept)

    assert "Content-Encoding" not in response.headers
    assert response.text == SCRIPT


@pytest.mark.parametrize("name", ["inter.woff2", "js/activities/choice.js"])
def test_a_file_that_gzip_would_not_shrink_is_sent_as_it_is(app, name):
    response = get(app, url(app, name), "gzip")

    assert response.status_code == 200
    assert "Content-Encoding" not in response.headers


def test_head_tells_the_size_without_the_body(app):
    response = app.test_client().head(url(app, "js/socket.js"))

    assert response.headers["Content-Length"] == str(len(SCRIPT))
    assert response.data == b""


def test_the_address_changes_with_the_content(static):
    before = app_with(static)
    write(static / "css" / "phone.css", ".answer { min-height: 48px }")
    after = app_with(static)

    assert url(before, "phone.css") != url(after, "phone.css")
    assert url(before, "wall.css") == url(after, "wall.css")
    assert get(after, url(before, "phone.css")).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "mark.svg",
        "../assets.py",
        "../../etc/passwd",
        "..%2f..%2fetc/passwd",
        "%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "js/../mark.svg",
        "js\\socket.js",
        "css/phone.css",
        "vendor/manifest.json",
        "vendor/client-1.0.LICENSE",
        "mark.svg%00",
        "",
    ],
)
def test_nothing_but_the_listed_files_can_be_asked_for(app, path):
    fingerprint = url(app, "js/socket.js").split("/")[2]

    # Werkzeug redirects «//» to «/»; what it leads to must be nothing as well.
    response = app.test_client().get(f"/recursos/{fingerprint}/{path}", follow_redirects=True)
    assert response.status_code == 404


def test_no_disk_is_read_to_answer(static, app):
    address = url(app, "js/socket.js")
    (static / "js" / "socket.js").unlink()

    assert get(app, address).text == SCRIPT


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


def test_templates_know_the_addresses(app):
    with app.test_request_context():
        assert render_template_string("{{ asset_url('phone.css') }}") == url(app, "phone.css")


def test_an_unknown_name_is_an_error_where_it_is_written(app):
    with pytest.raises(LookupError, match=r"markk\.svg"):
        url(app, "markk.svg")


def test_the_start_says_what_to_do_when_set_up_was_not_run(static):
    (static / "vendor" / "manifest.json").unlink()

    with pytest.raises(asset_store.AssetsMissing, match=r"ejecuta \./run setup"):
        app_with(static)


def test_the_start_names_a_missing_style_sheet(static):
    (static / "css" / "tokens.css").unlink()

    with pytest.raises(asset_store.AssetsMissing, match=r"tokens\.css.*phone\.css"):
        app_with(static)


def test_the_start_names_a_missing_font(static):
    write(static / "css" / "wall.css", "@font-face { src: url(asset:comic.woff2) }")

    with pytest.raises(asset_store.AssetsMissing, match=r"wall\.css.*comic\.woff2"):
        app_with(static)


def test_every_style_sheet_of_the_product_can_be_made():
    root = Path(assets.__file__).parents[1]
    app = Flask("app", root_path=str(root), static_folder=None)
    assets.init_app(app)

    ours = root / "static"
    assert len(asset_store.bundles_in(ours)) == 7
    assert all(get(app, url(app, name)).status_code == 200 for name in asset_store.bundles_in(ours))


def test_whoever_edits_sees_the_change_at_the_next_page(static):
    app = app_with(static, ASSETS_RELOAD=True)
    before = url(app, "phone.css")
    write(static / "css" / "phone.css", ".answer { color: tomato; background: ivory }")

    assert url(app, "phone.css") != before
    assert "tomato" in get(app, url(app, "phone.css")).text


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
