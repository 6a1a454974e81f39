"""The files a browser keeps: bundled, compressed, under addresses that change with the content."""

import hashlib
import json
from base64 import b64encode
from pathlib import Path

from flask import Flask, Response, abort, current_app, g, request
from markupsafe import Markup, escape

from web.asset_store import Library, Reloading
from web.auth import open_to
from web.response_cache import keep_ready

# One style sheet per audience, so that a page asks once. The order is the cascade's.
LAYERS = ["_layers.css", "tokens.css", "base.css"]
CHARTS = ["tokens-charts.css", "charts.css"]
ON_WALLS = ["fonts.css", "tokens-charts.css", "tokens-wall.css", "charts.css", "wall.css"]
# What a kind's result needs beyond the shared drawings, small: phones pay for it too.
KINDS = [
    "activities/ladder.css",
    "activities/points.css",
    "activities/two_hats.css",
    "activities/grid.css",
    "activities/number.css",
    "activities/ranking.css",
    "activities/quiz.css",
    "activities/network.css",
    "activities/quadrant.css",
    "activities/cloud.css",
    "activities/commitment.css",
    "activities/obstacles.css",
    "activities/case.css",
    "activities/arguments.css",
    "activities/ranked.css",
    "activities/hands.css",
    "activities/shifts.css",
    "activities/scored.css",
    "activities/staircase.css",
    "activities/stances.css",
    "activities/iceberg.css",
]
ASKED = [  # a question's own drawings, which its result goes on from
    "activities/predict.css",
    "activities/hotspot.css",
    "activities/practice.css",
]
SEGMENTS = ["activities/split.css"]  # never for phones: nothing is told there by segment
SHOWN = [*KINDS, *ASKED, *SEGMENTS]
CONTROLS = [  # for phones only
    "activities/ladder-phone.css",
    "activities/points-phone.css",
    "activities/grid-phone.css",
    "activities/number-phone.css",
    "activities/ranking-phone.css",
    "activities/quiz-phone.css",
    "activities/quadrant-phone.css",
    "activities/cloud-phone.css",
    "activities/commitment-phone.css",
    "activities/obstacles-phone.css",
    "activities/case-phone.css",
    "activities/arguments-phone.css",
    "activities/ranked-phone.css",
    "activities/matching-phone.css",
    "activities/staircase-phone.css",
    "activities/table-phone.css",
]
BUNDLES = {
    # no fonts: a phone has its own. What a question needs comes once there is a seat, and before
    # what only results need (charts.css stands first in the page all the same).
    "phone.css": [*LAYERS, "join.css", "phone.css"],
    "stage.css": ["_layers.css", *ASKED, *CONTROLS],
    "shown.css": ["_layers.css", *CHARTS, *KINDS, "charts-phone.css"],
    "wall.css": [*LAYERS, *ON_WALLS, *SHOWN],
    # The console shows the wall in miniature: the same page, small.
    "console.css": [
        *LAYERS,
        *ON_WALLS,
        *SHOWN,
        "console.css",
        "pile_board.css",
        "module.css",
    ],
    # The wall's own pictures on paper: one page each, with the table under it.
    "pictures.css": [
        *LAYERS,
        *ON_WALLS,
        *SHOWN,
        "pictures.css",
    ],
    "results.css": [*LAYERS, "fonts.css", *CHARTS, *SHOWN, "results.css"],
}

ONE_YEAR = 31_536_000  # seconds; the longest that caches honour


def init_app(app: Flask) -> None:
    folder = Path(app.config.get("ASSETS_FOLDER") or Path(app.root_path) / "static")
    bundles = app.config.get("ASSETS_BUNDLES") or BUNDLES
    library = (Reloading if app.config.get("ASSETS_RELOAD") else Library)(folder, bundles)
    app.extensions["assets"] = library
    app.add_url_rule("/recursos/<fingerprint>/<path:name>", "assets", serve)
    app.jinja_env.globals.update(
        asset_url=library.url, inline_asset=inline_asset, kin=kin, module_table=module_table
    )


@open_to("anyone")
def serve(fingerprint: str, name: str) -> Response:
    """Looks the address up in a table made at start: no path ever reaches the file system."""
    asset = current_app.extensions["assets"].find(fingerprint, name)
    if asset is None:
        abort(404)
    zipped = asset.gzipped if request.accept_encodings.quality("gzip") > 0 else None
    response = Response(zipped or asset.body, content_type=asset.content_type)
    response.headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response if current_app.config.get("ASSETS_RELOAD") else keep_ready(response)


def module_table(entry: str = "") -> Markup:
    """The addresses of modules that are asked for by name, when a question first needs them.

    With ``entry`` only those it can reach, and the kinds: a phone does not read of the console.
    It is data and runs nothing: the page's rules need not name it.
    """
    modules = current_app.extensions["assets"].modules(entry)
    # «<» would let a name end the script element; JSON reads its escape as the same letter.
    text = json.dumps(modules, separators=(",", ":")).replace("<", "\\u003c")
    return Markup('<script type="application/json" data-modules>{}</script>').format(Markup(text))


def kin(entry: str) -> str:
    """{a kind's module: those it needs beyond ``entry``'s own}, as JSON: to be asked for at once.

    A browser finds them one by one, and on a bad line each level costs a round trip.
    """
    found = current_app.extensions["assets"].kin(entry)
    return json.dumps({name: " ".join(sorted(more)) for name, more in found.items()})


def inline_asset(name: str, **data: str) -> Markup:
    """A script that stands in the page itself, with ``data-…`` for it: what cannot wait for a file.

    On a bad line a file is most of a second.
    """
    text = current_app.extensions["assets"].text(name)
    attributes = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
    return inline_script(text, attributes)


def inline_script(text: str, attributes: str = "") -> Markup:
    """A script that stands in the page, and its digest for the page's rules (headers.py).

    By its digest and not by a number used once, so that a page is the same for everyone.
    """
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    g.csp_scripts = f"{g.get('csp_scripts', '')} 'sha256-{digest}'".strip()
    return Markup("<script{}>{}</script>").format(Markup(attributes), Markup(text))
