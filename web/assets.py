"""Static assets: bundled, compressed, under addresses that change with the content."""

import hashlib
import json
from base64 import b64encode
from pathlib import Path

from flask import Flask, Response, abort, current_app, g, request
from markupsafe import Markup, escape

from web.asset_store import AssetStore, ReloadingAssetStore
from web.auth import access
from web.response_cache import cache_for_everyone

ONE_YEAR_S = 31_536_000  # the longest that caches honour


def init_app(app: Flask) -> None:
    """Read every asset, add their route, and give templates their addresses."""
    folder = Path(app.config.get("ASSETS_FOLDER") or Path(app.root_path) / "static")
    make = ReloadingAssetStore if app.config.get("ASSETS_RELOAD") else AssetStore
    store = app.extensions["assets"] = make(folder)
    app.add_url_rule("/recursos/<fingerprint>/<path:name>", "assets", serve)
    app.jinja_env.globals.update(
        asset_url=store.url,
        inline_asset=inline_asset,
        kind_dependencies=kind_dependencies,
        module_table=module_table,
    )


@access("anyone")
def serve(fingerprint: str, name: str) -> Response:
    """Send one asset, cacheable for a year. 404 unless its fingerprint is the current one."""
    asset = current_app.extensions["assets"].find(fingerprint, name)
    if asset is None:
        abort(404)
    zipped = asset.gzipped if request.accept_encodings.quality("gzip") > 0 else None
    response = Response(zipped or asset.body, content_type=asset.content_type)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR_S}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response if current_app.config.get("ASSETS_RELOAD") else cache_for_everyone(response)


def module_table(entry: str = "") -> Markup:
    """Return a JSON script element {module: address}, for modules that are imported by name.

    With ``entry`` only modules that it can reach, and the kinds'. It is data and runs nothing, so
    the content security policy need not name it.
    """
    modules = current_app.extensions["assets"].modules(entry)
    # «<» would let a name end the script element; JSON reads its escape as the same letter.
    text = json.dumps(modules, separators=(",", ":")).replace("<", "\\u003c")
    return Markup('<script type="application/json" data-modules>{}</script>').format(Markup(text))


def kind_dependencies(entry: str) -> str:
    """Return JSON {a kind's module: modules to preload with it, beyond those of ``entry``}.

    A browser would find them level by level, a round trip each.
    """
    found = current_app.extensions["assets"].kind_dependencies(entry)
    return json.dumps({name: " ".join(sorted(more)) for name, more in found.items()})


def inline_asset(name: str, **data: str) -> Markup:
    """Return a script element with the asset inline, and ``data`` as its data attributes.

    For scripts that cannot wait for a file: on a bad line that is most of a second.
    """
    text = current_app.extensions["assets"].text(name)
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    return inline_script(text, attributes)


def inline_script(text: str, attributes: str = "") -> Markup:
    """Return an inline script element, and add its digest to the page's content security policy.

    A digest and not a nonce, so that a page is the same for everyone and can be cached.
    """
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    g.csp_scripts = f"{g.get('csp_scripts', '')} 'sha256-{digest}'".strip()
    return Markup("<script{}>{}</script>").format(Markup(attributes), Markup(text))
