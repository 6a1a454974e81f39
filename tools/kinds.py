"""The pictures of docs/activities.md: what the wall shows of each kind, with a room of thirty.

python -m tools.kinds
"""

import argparse
import base64
import logging
import sys
import tempfile
import threading
from datetime import UTC, datetime, time
from pathlib import Path
from types import SimpleNamespace

from flask import render_template
from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

import app as front_door
from results.outcome import RoundOutcome
from results.pictures import Picture
from tools.chromium import how_to_launch
from tools.examples import DAY, answers, asked
from tools.server import ROOT
from web.auth import access
from workshop.activities import KINDS, CountedByHand
from workshop.activities.kinds.cloud import Cloud
from workshop.statistics.turnout import Turnout

NOON = datetime.combine(DAY, time(12), UTC)
OUT = ROOT / "docs" / "pictures" / "kinds"
PEOPLE, ROOM, K = 30, 34, 5
WIDE, HIGH, QUALITY = 960, 540, 0.42
LIMIT_BYTES = 30_000  # bytes; there are thirty of them on one page
WORDS = (
    *("Caja", "Almacén", "Nóminas", "Clientes", "Turno de noche", "Reparto", "Compras", "Jefa"),
    *("Sistemas", "Dirección", "Recepción", "Compañera nueva", "Proveedores", "Limpieza", "Taller"),
)
TEXTS = (
    "Cambiar una talla sin el recibo",
    "Entrar diez minutos antes de abrir",
    "Escuchar antes de explicar",
    "Avisar por mensaje cuando toca el turno",
    "Firmar tres papeles para devolver una taza",
    "Quien paga decide si vuelve",
    "Guardar el paquete hasta el lunes",
    "Nadie avisa de que el pedido viene tarde",
    "Depende del día y de quién atienda",
    "Repetir los mismos datos en cada llamada",
)
TAKE = """
async ([wide, high, quality]) => {
  const addresses = JSON.parse(document.querySelector("script[data-modules]").textContent);
  const { svgOf, imageOf } = await import(addresses.drawing);
  const sheet = document.querySelector(".sheet__picture");
  const svg = await svgOf(sheet, wide, high, "", "");
  const blob = await imageOf(svg, wide, high, "image/webp", quality);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
"""


def shown(activity, people: int, room: int, words=TEXTS) -> Picture:
    """The sheet of an activity that so many people answered."""
    if isinstance(activity, CountedByHand):
        counts = {option.id: people // (3 + at) for at, option in enumerate(activity.options)}
        room = sum(counts.values()) + room - people
        activity = activity.counting(counts, room)
    if not activity.takes_answers:
        return Picture(_step(activity), RoundOutcome(1, 1, 1, "S", "open", "told", K, Turnout()))
    givens = () if isinstance(activity, CountedByHand) else answers(activity, people, words)
    tally = activity.protect(activity.tally(givens), K)
    turnout = Turnout(room, tally["n"]) if tally["n"] <= room else Turnout()
    round = RoundOutcome(1, 1, 1, "S", "revealed", "told", K, turnout, tally, activity.rows(tally))
    return Picture(_step(activity), round)


def _step(activity):
    return SimpleNamespace(label=activity.ref.upper(), title=activity.title, activity=activity)


def gallery(folder: Path, sheet_of):
    """The product with one more address: a sheet by its name."""
    app = front_door.create_app(DATA=folder, CONSOLE_TOKEN="-", ASYNC_MODE="threading")
    run = SimpleNamespace(id=1, module_code="", title="", began=NOON)

    @app.get("/hoja/<name>")
    @access("anyone")
    def sheet(name):
        return render_template(
            "results/pictures.html", run=run, pictures=[sheet_of(name)], stem=name
        )

    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def sheet_of(kind: str) -> Picture:
    """The sheet of a kind's example."""
    words = WORDS if kind == Cloud.kind else TEXTS
    return shown(asked(kind, words), PEOPLE, ROOM, words)


def take(out: Path, kinds) -> None:
    """A picture of each."""
    out.mkdir(parents=True, exist_ok=True)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = gallery(Path(folder), sheet_of)
        browser = playwright.chromium.launch(**how_to_launch())
        page = browser.new_page(viewport={"width": 1366, "height": 768}, locale="es-ES")
        for kind in kinds:
            page.goto(f"http://127.0.0.1:{server.port}/hoja/{kind}")
            page.wait_for_selector("[data-settled]")
            page.wait_for_timeout(400)  # the cloud is laid out in slices
            data = base64.b64decode(page.evaluate(TAKE, [WIDE, HIGH, QUALITY]))
            (out / f"{kind}.webp").write_bytes(data)
            verdict = " TOO LARGE" if len(data) > LIMIT_BYTES else ""
            print(f"{kind}.webp {len(data) // 1000} kB{verdict}")
        browser.close()
        server.shutdown()


def main() -> int:
    """Take them all, or the named ones."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    options = parser.parse_args()
    take(options.out, options.kinds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
