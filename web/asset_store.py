"""Store of static assets, read once: bundled, compressed, addressed by their content."""

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path

from rcssmin import cssmin
from rjsmin import jsmin

CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml; charset=utf-8",
    ".png": "image/png",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
}
COMPRESSED_ALREADY = {".png", ".webp", ".woff2"}
BUNDLES_FOLDER = "css/bundles"  # one style sheet for each audience, so that a page asks once
PARTIAL_PREFIX = "_"  # of a style sheet that is only imported by bundles
EXCLUDED_PREFIXES = ("css/", "js/", "vendor/", "vendor.new/")  # bundled, linked or vendored
INNER_PSEUDO_CLASS = re.compile(r"(?<=[\w\])]) (?=:(?:is|where|not|has)\()")
SHEET_IMPORT = re.compile(r'^@import "([\w./-]+)";$', re.MULTILINE)
MODULE_IMPORT = re.compile(r"""((?:from|import|load)\s*\(?\s*["'])([\w/.-]+)(?=["'])""")


class AssetsMissing(SystemExit):
    """Exit of the start with one line, where an asset is missing or its imports are circular."""


def module_name(asset: str) -> str:
    """Return the name that imports use: ``js/activities/choice.js`` is «activities/choice»."""
    return asset.removeprefix("js/").removesuffix(".js")


def is_kind(module: str) -> bool:
    """Is ``module`` an activity kind's, loaded when a question of that kind is first asked?"""
    return module.startswith("activities/")


class Asset:
    """One file as it is sent; its address holds a fingerprint, so it can be cached for ever."""

    def __init__(self, name: str, body: bytes, gzipped: bytes | None = None):
        self.name = name
        self.body = body
        self.suffix = Path(name).suffix
        self.content_type = CONTENT_TYPES[self.suffix]
        self.fingerprint = hashlib.sha256(body).hexdigest()[:10]
        self.url = f"/recursos/{self.fingerprint}/{name}"
        self._gzipped = gzipped

    @cached_property
    def gzipped(self) -> bytes | None:
        """Compressed body, made on first use; None where compression gains nothing."""
        if self.suffix in COMPRESSED_ALREADY:
            return None
        zipped = self._gzipped or gzip.compress(self.body, 9, mtime=0)
        return zipped if len(zipped) < len(self.body) else None


class AssetStore:
    """All assets by name, with their fingerprinted addresses. ``folder`` is ``static/``."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.read()

    def read(self) -> None:
        assets: dict[str, Asset] = {}
        assets.update(self._vendored_files())
        assets.update((asset.name, asset) for asset in self._plain_files())
        self._imports: dict[str, list[str]] = {}
        texts = self._scripts()
        for name in texts:
            self._add_module(name, texts, assets)
        # Last, because style sheets name the others: url(asset:inter.woff2).
        assets.update((asset.name, asset) for asset in self._bundles(assets))
        self._assets = assets
        self._closures: dict[str, set[str]] = {}
        self._by_address = {(asset.fingerprint, asset.name): asset for asset in assets.values()}

    def url(self, name: str) -> str:
        if name not in self._assets:
            raise LookupError(f"no asset called {name!r}")
        return self._assets[name].url

    def text(self, name: str) -> str:
        """Return a script's text for inlining. Raises ValueError if it would end its element."""
        text = self._assets[name].body.decode("utf-8").strip()
        if "</" in text or "<!--" in text:
            raise ValueError(f"{name} would end the element it stands in")
        return text

    def find(self, fingerprint: str, name: str) -> Asset | None:
        return self._by_address.get((fingerprint, name))

    def modules(self, entry: str = "") -> dict[str, str]:
        """Return {module name: address}, of every module or of those that ``entry`` can reach."""
        found = self._modules()
        reached = self._reached(entry, found) if entry else found.keys()
        return {name: asset.url for name, asset in found.items() if name in reached}

    def kind_dependencies(self, entry: str) -> dict[str, set[str]]:
        """Return {kind's module: modules that it imports, at any depth, and ``entry`` does not}."""
        found = self._modules()
        own = self._closure([entry], found)
        kinds = {
            name: self._closure([name], found) - own - {name} for name in found if is_kind(name)
        }
        return {name: more for name, more in kinds.items() if more}

    def _modules(self) -> dict[str, Asset]:
        named = sorted(self._assets.items())
        return {module_name(name): asset for name, asset in named if asset.suffix == ".js"}

    def _reached(self, entry: str, modules: dict[str, Asset]) -> set[str]:
        """Return modules reachable from ``entry``, with every kind's: those load at run time."""
        if entry not in self._closures:
            kinds = [name for name in modules if is_kind(name)]
            self._closures[entry] = self._closure([entry, *kinds], modules)
        return self._closures[entry]

    def _closure(self, ahead: list[str], modules: dict[str, Asset]) -> set[str]:
        reached: set[str] = set()
        while ahead:
            name = ahead.pop()
            if name in modules and name not in reached:
                reached.add(name)
                ahead += self._imports.get(name, [])
        return reached

    def _vendored_files(self) -> Iterator[tuple[str, Asset]]:
        """Third-party files, put there by ``./run setup`` with their versions in their names."""
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

    def _plain_files(self) -> Iterator[Asset]:
        for path in sorted(self.folder.rglob("*")):
            name = path.relative_to(self.folder).as_posix()
            if path.suffix in CONTENT_TYPES and not name.startswith(EXCLUDED_PREFIXES):
                yield Asset(name, path.read_bytes())

    def _scripts(self) -> dict[str, str]:
        """Return {name: minified source} of our own modules, imports unresolved."""
        paths = sorted((self.folder / "js").rglob("*.js"))
        texts = ((path, jsmin(path.read_text("utf-8"))) for path in paths)
        return {path.relative_to(self.folder).as_posix(): text for path, text in texts}

    def _add_module(self, name: str, texts: dict[str, str], assets: dict, *above: str) -> None:
        """Add module ``name`` to ``assets`` after those it imports, since it holds their addresses.

        So a browser needs no import map, which iPhones read from iOS 16.4 on (decision 0069).
        Raises AssetsMissing where ``name`` is among its own importers, ``above``.
        """
        if name in above:
            ring = " → ".join(module_name(each) for each in (*above, name))
            raise AssetsMissing(f"Estos módulos se piden en círculo: {ring}")
        if name in assets or name not in texts:
            return
        imported = [match[2] for match in MODULE_IMPORT.finditer(texts[name])]
        for other in imported:
            self._add_module(f"js/{other}.js", texts, assets, *above, name)

        def link(match: re.Match[str]) -> str:
            asset = assets.get(f"js/{match[2]}.js") or assets.get(match[2])
            return match[1] + (asset.url if asset else match[2])

        assets[name] = Asset(name, MODULE_IMPORT.sub(link, texts[name]).encode())
        self._imports[module_name(name)] = imported

    def _bundles(self, assets: dict[str, Asset]) -> Iterator[Asset]:
        for name in bundles_in(self.folder):
            text = minify_sheet("\n".join(read_sheets(self.folder, name).values()))
            text = re.sub(r"url\(asset:([^)]+)\)", self._link(name, assets), text)
            yield Asset(name, text.encode())

    def _link(self, bundle: str, assets: dict[str, Asset]) -> Callable[[re.Match[str]], str]:
        def link(match: re.Match[str]) -> str:
            if match[1] not in assets:
                raise AssetsMissing(f"{bundle} pide url(asset:{match[1]}), que no existe")
            return f"url({assets[match[1]].url})"

        return link


def minify_sheet(text: str) -> str:
    """Minify a style sheet; what it selects stays.

    rcssmin 1.3 takes «.a :is(b)» in a layer for a declaration and drops the space, a selector of
    its own. «.a *:is(b)» selects the same and keeps it.
    """
    return cssmin(INNER_PSEUDO_CLASS.sub(" *", text))


def bundles_in(folder: Path) -> list[str]:
    """Names of the bundles: the style sheets of ``css/bundles/`` that do not begin with «_»."""
    return sorted(
        path.name
        for path in (folder / BUNDLES_FOLDER).glob("*.css")
        if not path.name.startswith(PARTIAL_PREFIX)
    )


def read_sheets(folder: Path, bundle: str) -> dict[str, str]:
    """Read the style sheets of a bundle in the cascade's order: {path under ``folder``: text}.

    A bundle is a list of ``@import "…";``, read from where it stands as browsers do; one that is
    imported may be such a list again. Raises AssetsMissing.
    """
    found: dict[str, str] = {}

    def read(path: Path, above: tuple[Path, ...]) -> None:
        name = path.relative_to(folder.resolve()).as_posix()
        if path in above:
            raise AssetsMissing(f"{name} se pide a sí misma (static/{BUNDLES_FOLDER}/{bundle})")
        try:
            text = path.read_text("utf-8")
        except FileNotFoundError:
            advice = f"Falta static/{name}, que forma parte de {bundle} (static/{BUNDLES_FOLDER})"
            raise AssetsMissing(advice) from None
        for imported in SHEET_IMPORT.findall(text):
            read((path.parent / imported).resolve(), (*above, path))
        found[name] = SHEET_IMPORT.sub("", text)

    read((folder / BUNDLES_FOLDER / bundle).resolve(), ())
    return found


class ReloadingAssetStore(AssetStore):
    """Asset store for development: reads everything again when a file's mtime has changed."""

    def read(self) -> None:
        self._seen = self._times()  # before reading, or a change made meanwhile would go unseen
        super().read()

    def url(self, name: str) -> str:
        self._refresh()
        return super().url(name)

    def text(self, name: str) -> str:
        self._refresh()
        return super().text(name)

    def find(self, fingerprint: str, name: str) -> Asset | None:
        self._refresh()
        return super().find(fingerprint, name)

    def modules(self, entry: str = "") -> dict[str, str]:
        self._refresh()
        return super().modules(entry)

    def kind_dependencies(self, entry: str) -> dict[str, set[str]]:
        self._refresh()
        return super().kind_dependencies(entry)

    def _refresh(self) -> None:
        if self._times() != self._seen:
            self.read()

    def _times(self) -> dict[str, int]:
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {str(path): path.stat().st_mtime_ns for path in files}
