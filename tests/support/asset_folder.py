"""A small folder of assets and an app that serves it."""

import json

from flask import Flask

from web import assets

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


def written_assets(tmp_path):
    """Write the small folder of assets."""
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
