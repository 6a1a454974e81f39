"""What a browser keeps is small, right, and never stale."""

import gzip
from pathlib import Path

import pytest
from flask import Flask, render_template_string

from tests.support.asset_folder import (
    CSS,
    SCRIPT,
    app_with,
    get,
    url,
    write,
    write_bundle,
    written_assets,
)
from web import asset_store, assets


@pytest.fixture
def static(tmp_path):
    return written_assets(tmp_path)


@pytest.fixture
def app(static):
    return app_with(static)


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
