"""The files a browser keeps: bundled, compressed, under addresses that change with the content."""

import gzip
import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, abort, current_app, g, request
from markupsafe import Markup

from realtime.doors import open_to
from shelf import keep_ready

# One style sheet per audience, so that a page asks once. The order is the cascade's.
LAYERS = ["_layers.css", "tokens.css", "base.css"]
# What a kind needs beyond the shared drawings, small: phones pay for it too.
KINDS = [
    "activities/ladder.css",
    "activities/points.css",
    "activities/two_hats.css",
    "activities/predict.css",
    "activities/grid.css",
    "activities/number.css",
    "activities/ranking.css",
    "activities/quiz.css",
    "activities/hotspot.css",
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
    "activities/practice.css",
    "activities/scored.css",
    "activities/staircase.css",
    "activities/stances.css",
    "activities/iceberg.css",
]
SEGMENTS = ["activities/split.css"]  # never for phones: nothing is told there by segment
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
    # no fonts: a phone has its own. What only a question needs comes once there is a seat.
    "phone.css": [*LAYERS, "join.css", "phone.css"],
    "stage.css": ["_layers.css", "charts.css", *KINDS, *CONTROLS],
    "wall.css": [*LAYERS, "fonts.css", "charts.css", "wall.css", *KINDS, *SEGMENTS],
    # The console shows the wall in miniature: the same page, small.
    "console.css": [
        *LAYERS,
        "fonts.css",
        "charts.css",
        "wall.css",
        *KINDS,
        *SEGMENTS,
        "console.css",
        "board.css",
        "module.css",
    ],
    # The wall's own pictures on paper: one page each, with the table under it.
    "pictures.css": [
        *LAYERS,
        "fonts.css",
        "charts.css",
        "wall.css",
        *KINDS,
        *SEGMENTS,
        "pictures.css",
    ],
    "results.css": [*LAYERS, "fonts.css", "charts.css", *KINDS, *SEGMENTS, "results.css"],
}

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
EARLY = (  # the name is store.js's; it throws where a browser keeps nothing
    'try{if(localStorage.getItem("ma:current"))document.head.append(Object.assign(document'
    '.createElement("link"),{rel:"preload",as:"style",href:"ADDRESS"}))}catch{}'
)
COMPRESSED_ALREADY = {".png", ".webp", ".woff2"}
IMPORT = re.compile(r"""(?:from|import)\s*\(?\s*["']([\w/.-]+)["']""")
ONE_YEAR = 31_536_000  # seconds; the longest that caches honour


class AssetsMissing(SystemExit):
    """Ends the start with one line: a page without its style sheet is worse than no page."""


def init_app(app: Flask) -> None:
    folder = Path(app.config.get("ASSETS_FOLDER") or Path(app.root_path) / "static")
    bundles = app.config.get("ASSETS_BUNDLES") or BUNDLES
    library = (Reloading if app.config.get("ASSETS_RELOAD") else Library)(folder, bundles)
    app.extensions["assets"] = library
    app.add_url_rule("/recursos/<fingerprint>/<path:name>", "assets", serve)
    app.jinja_env.globals.update(
        asset_url=library.url, import_map=import_map, style_for_who_is_in=style_for_who_is_in
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


def import_map(entry: str = "") -> Markup:
    """Bare names for modules: ``import { patch } from "activities/choice"``.

    With ``entry`` only those it can reach, and the kinds: a phone does not read of the console.
    What stands in a page is named in its rules by its digest and not by a number used once, so
    that a page is the same for everyone and can be kept.
    """
    modules = {"imports": current_app.extensions["assets"].modules(entry)}
    # «<» would let a name end the script element; JSON reads its escape as the same letter.
    text = json.dumps(modules, separators=(",", ":")).replace("<", "\\u003c")
    return inline_script(text, ' type="importmap"')


def style_for_who_is_in(name: str) -> Markup:
    """Ask for a style sheet before any module has come, where a phone has a seat already.

    On a bad line this is most of a second; a phone without a seat does not pay for it.
    """
    text = EARLY.replace("ADDRESS", current_app.extensions["assets"].url(name))
    return inline_script(text)


def inline_script(text: str, attributes: str = "") -> Markup:
    """A script that stands in the page, and its digest for the page's rules (headers.py)."""
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    g.csp_scripts = f"{g.get('csp_scripts', '')} 'sha256-{digest}'".strip()
    return Markup("<script{}>{}</script>").format(Markup(attributes), Markup(text))


def without_comments(css: str) -> str:
    """A sixth of what a phone would download. What stands in quotes is left alone."""
    quoted = r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
    css = re.sub(rf"({quoted})|/\*.*?\*/", lambda match: match[1] or "", css, flags=re.DOTALL)
    return re.sub(r"\s*\n\s*", "\n", css)


def without_types(js: str) -> str:
    """A quarter of what a phone would download: notes for readers and for tsc."""
    quoted = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`'
    js = re.sub(
        rf"({quoted})|/\*\*.*?\*/ ?|(?:^|(?<=[;{{}},)] ))[ \t]*//[^\n]*",
        lambda match: match[1] or "",
        js,
        flags=re.DOTALL | re.MULTILINE,
    )
    return re.sub(r"\s*\n\s*(?=\S)", "\n", js).strip() + "\n"


class Asset:
    """One file as it is sent. A new content is a new address, so nobody has to ask again."""

    def __init__(self, name: str, body: bytes, gzipped: bytes | None = None):
        self.name = name
        self.body = body
        self.suffix = Path(name).suffix
        self.content_type = TYPES[self.suffix]
        self.fingerprint = hashlib.sha256(body).hexdigest()[:10]
        self.url = f"/recursos/{self.fingerprint}/{name}"
        self._gzipped = gzipped

    @cached_property
    def gzipped(self) -> bytes | None:
        """Made when first asked for: the start does not wait. None where nothing is gained."""
        if self.suffix in COMPRESSED_ALREADY:
            return None
        zipped = self._gzipped or gzip.compress(self.body, 9, mtime=0)
        return zipped if len(zipped) < len(self.body) else None


class Library:
    """Every asset, read once: names on the inside, fingerprinted addresses on the outside."""

    def __init__(self, folder: Path, bundles: dict[str, list[str]]):
        self.folder = folder
        self.bundles = bundles
        self.read()

    def read(self) -> None:
        assets: dict[str, Asset] = {}
        assets.update(self._vendor())
        assets.update((asset.name, asset) for asset in self._own())
        # Last, because style sheets name the others: url(asset:inter.woff2).
        assets.update((asset.name, asset) for asset in self._bundles(assets))
        self._assets = assets
        self._closures: dict[str, set[str]] = {}
        self._by_address = {(asset.fingerprint, asset.name): asset for asset in assets.values()}

    def url(self, name: str) -> str:
        if name not in self._assets:
            raise LookupError(f"no asset called {name!r}")
        return self._assets[name].url

    def find(self, fingerprint: str, name: str) -> Asset | None:
        return self._by_address.get((fingerprint, name))

    def modules(self, entry: str = "") -> dict[str, str]:
        """Bare name → address, of every module or of those that ``entry`` can reach."""
        found = {
            name.removeprefix("js/").removesuffix(".js"): asset
            for name, asset in sorted(self._assets.items())
            if asset.suffix == ".js"
        }
        reached = self._reached(entry, found) if entry else found.keys()
        return {name: asset.url for name, asset in found.items() if name in reached}

    def _reached(self, entry: str, modules: dict[str, Asset]) -> set[str]:
        """Follow the imports from ``entry``; kinds are named at run time, so all are in."""
        if entry in self._closures:
            return self._closures[entry]
        reached: set[str] = set()
        ahead = [entry, *(name for name in modules if name.startswith("activities/"))]
        while ahead:
            name = ahead.pop()
            if name in modules and name not in reached:
                reached.add(name)
                if "/vendor/" not in modules[name].url:
                    ahead += IMPORT.findall(modules[name].body.decode("utf-8"))
        self._closures[entry] = reached
        return reached

    def _vendor(self) -> Iterator[tuple[str, Asset]]:
        """Other people's files, put there by ``./run setup`` with their versions in their names."""
        folder = self.folder / "vendor"
        try:
            manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
            for name, file in manifest.items():
                zipped = folder / f"{file}.gz"
                gzipped = zipped.read_bytes() if zipped.exists() else None
                yield name, Asset(f"vendor/{file}", (folder / file).read_bytes(), gzipped)
        except FileNotFoundError:
            advice = "Faltan las bibliotecas del navegador: ejecuta ./run setup"
            raise AssetsMissing(advice) from None

    def _own(self) -> Iterator[Asset]:
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix in TYPES and not name.startswith(("css/", "vendor/", "vendor.new/")):
                body = path.read_bytes()
                if path.suffix == ".js":
                    body = without_types(body.decode("utf-8")).encode()
                yield Asset(name, body)

    def _bundles(self, assets: dict[str, Asset]) -> Iterator[Asset]:
        for name, sources in self.bundles.items():
            text = "\n".join(self._source(name, source) for source in sources)
            text = re.sub(r"url\(asset:([^)]+)\)", self._link(name, assets), without_comments(text))
            yield Asset(name, text.encode())

    def _source(self, bundle: str, source: str) -> str:
        try:
            return (self.folder / "css" / source).read_text("utf-8")
        except FileNotFoundError:
            advice = f"Falta static/css/{source}, que forma parte de {bundle} (assets.py)"
            raise AssetsMissing(advice) from None

    def _link(self, bundle: str, assets: dict[str, Asset]) -> Callable[[re.Match[str]], str]:
        def link(match: re.Match[str]) -> str:
            if match[1] not in assets:
                raise AssetsMissing(f"{bundle} pide url(asset:{match[1]}), que no existe")
            return f"url({assets[match[1]].url})"

        return link


class Reloading(Library):
    """For whoever is editing: reads everything again when the time of a file has moved."""

    def read(self) -> None:
        self._seen = self._times()  # before reading, or a change made meanwhile would go unseen
        super().read()

    def url(self, name: str) -> str:
        self._refresh()
        return super().url(name)

    def find(self, fingerprint: str, name: str) -> Asset | None:
        self._refresh()
        return super().find(fingerprint, name)

    def modules(self, entry: str = "") -> dict[str, str]:
        self._refresh()
        return super().modules(entry)

    def _refresh(self) -> None:
        if self._times() != self._seen:
            self.read()

    def _times(self) -> dict[str, int]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path): path.stat().st_mtime_ns for path in files}
