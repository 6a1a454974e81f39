"""Walks the phone's contract, the walls by geometry and a short console in other browsers."""

import argparse
import json
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.support.browser import ways_to_answer
from tests.support.cast import Phone, Trainer
from tests.support.engines.drivers import (
    PATIENCE_S,
    PAUSE_S,
    Failed,
    Firefox,
    NotInstalled,
    WebKit,
)
from tests.support.server import ROOT, Server
from tools.examples import example
from workshop.activities import KINDS, Person, load

READER = (Path(__file__).parent / "reader.js").read_text("utf-8")
GEOMETRY = (ROOT / "tools" / "geometry.js").read_text("utf-8")
PICTURES = ROOT / "tests" / "output" / "browsers"
ENGINES = {"webkit": WebKit, "firefox": Firefox}
PHONE, WALL = (390, 740), (1920, 1080)
OTHERS = 2  # people beside the one with the browser
ONWARDS = ("saltar", "cerrar", "siguiente")
STRIP = "document.querySelector('[data-strip]').dataset.state"
CHANGED = "document.dispatchEvent(new CustomEvent('ma:changed', { detail: {} }))"  # as by a timer
WORDS = 80  # in a full cloud
LOOKS = 4  # what is still moving is looked at again
GROW = """
import(JSON.parse(document.querySelector("script[data-modules]").textContent)["activities/cloud"])
  .then(({ patch }) => patch(document.querySelector("#stage [data-chart=cloud]"), %s)) && 1
"""


class Walk:
    """One run of a module that has every kind, in one browser."""

    def __init__(self, engine, server, pictures=None):
        self.name, self.pictures = engine.name, pictures
        self.wrong, self.took = [], {}
        self.ines = Trainer(server)
        self.run = self.ines.new_run(ways_to_answer.MODULE, title="Una de cada", hold_texts=False)
        self.server = server
        self.others = [Phone(server, f"P{who}").enter(self.run) for who in range(1, OTHERS + 1)]
        self.phone, self.wall = engine(PHONE), engine(WALL)
        self.wall_address = f"{server.base}/pantalla/{self.run.wall_token}"

    def enters(self):
        """By code, with the keypad."""
        self.phone.open(server_page := f"{self.server.base}/")
        for digit in self.run.code:
            self.taps(f"document.querySelector(\"[data-digit='{digit}']\")")
        self.taps("document.querySelector('.actions [type=submit]')")
        self.phone.until("!document.getElementById('stage').hidden", f"nobody enters {server_page}")

    def taps(self, control):
        """The middle of a control, once what comes in from others has ceased to move it."""
        asked = (
            f"(() => {{ const box = {control}?.getBoundingClientRect();"
            " return box && [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        there = None
        while (now := self.phone.until(asked)) != there:
            there = now
            time.sleep(PAUSE_S)
        self.phone.tap(*there)

    def opens(self, kind):
        """Go to its step and open it."""
        label = example(kind)["ref"].upper()
        if self.ines.at(self.run) is None:
            self.ines.does(self.run, "empezar")
        while self.ines.at(self.run).partition("·")[0] != label:
            next(verb for verb in ONWARDS if self.ines.do(self.run, verb).status == 204)
        self.ines.does(self.run, "abrir")

    def does(self, kind, who):
        """Answer as ``who`` does in support/browser/ways_to_answer.py; wait until it is saved."""
        for step in ways_to_answer.WAYS[kind](who):
            asked = f"{READER}.does({json.dumps(asdict(step))})"
            there = self.phone.ask(asked)
            while isinstance(there, list) and (now := self.phone.ask(asked)) != there:
                there = now  # what moves cannot be hit
            if isinstance(there, str):
                raise AssertionError(there)
            if there:  # a press takes its time, and the page goes on meanwhile
                self.phone.tap(*there, CHANGED if step.role == "button" else "")
        self.says("saved", f"person {who}")

    def says(self, state, when):
        """The strip at the bottom is in this state."""
        try:
            self.phone.until(f"{STRIP} === '{state}'")
        except AssertionError:
            raise AssertionError(f"{when}: {self.phone.ask(STRIP)}, not {state}") from None

    def walks(self, kind):
        """Skip, fill, «Guardada», change, reload, reveal; then the wall by geometry."""
        if kind == "hands" or not ways_to_answer.WAYS[kind](0):
            return
        self.opens(kind)
        ready = f"document.querySelector('form[data-ready][data-ref={example(kind)['ref']}]') && 1"
        self.phone.until(ready, "the question does not come")
        self.others_answer(kind)
        self.phone.ask(
            "document.querySelector('[data-skip]').scrollIntoView({ block: 'center' }) ?? 1"
        )
        self.taps("document.querySelector('[data-skip]')")
        self.says("skipped", "skip")
        self.does(kind, 0)
        if len(ways_to_answer.WAYS[kind](0)) == 1:
            self.does(kind, 1)
        self.phone.open(f"{self.server.base}/")
        self.phone.until(ready, "the question does not come back")
        self.says("saved", "reload")
        for verb in ("cerrar", "mostrar"):
            self.ines.do(self.run, verb)
        self.wall.until(
            "document.querySelector('#stage [data-chart], #stage [data-page=revealed]') && 1"
        )
        for name, screen in (("wall", self.wall), ("phone", self.phone)):
            self.looks_at(kind, name, screen)
        if kind == "cloud":
            self.fills_the_cloud()

    def looks_at(self, kind, name, screen):
        """Geometry, and a picture: what moves or waits for its letters is looked at again."""
        for _ in range(LOOKS):
            screen.until(f"{READER}.rests()", "something moves for ever")
            amiss = screen.ask(f"{READER}.amiss()") + screen.ask(f"{GEOMETRY}.findings('{name}')")
            if not amiss:
                break
            time.sleep(PAUSE_S)
        self.keeps(f"{kind}-{name}", screen)
        if amiss:
            self.wrong.append(f"{kind}: {name}: {amiss}")

    def fills_the_cloud(self):
        """Many words at once: none touches another."""
        said = [f"{word} {at}" for at, word in enumerate(("Turno", "Caja", "Nómina", "al") * WORDS)]
        words = [
            {"key": f"k{at}", "text": text, "count": 1 + 30 // (at + 1)}
            for at, text in enumerate(said[:WORDS])
        ]
        self.wall.ask(GROW % json.dumps({"n": 60, "total": 400, "words": words}))
        laid = f"document.querySelector('.cloud__sky').dataset.laid === '{WORDS}'"
        self.wall.until(laid, "the cloud is not laid")
        self.wall.until(f"{READER}.rests()", "the cloud moves for ever")
        self.keeps("cloud-full", self.wall)
        if touching := self.wall.ask(f"{READER}.touching()"):
            self.wrong.append(f"cloud: {len(touching)} words touch: {touching[:6]}")

    def keeps(self, name, screen):
        """A picture for people to judge."""
        if self.pictures:
            self.pictures.mkdir(parents=True, exist_ok=True)
            (self.pictures / f"{name}-{self.name.lower()}.png").write_bytes(screen.picture())

    def others_answer(self, kind):
        """So that there is something to show, and texts for who reads others'."""
        activity = load(example(kind))
        if activity.sources or not activity.takes_answers:
            return
        for who, other in enumerate(self.others, 1):
            written = [step.to for step in ways_to_answer.WAYS[kind](who) if step.role == "textbox"]
            says = (lambda words: lambda topic: words)(written[0] if written else "Escuchar antes")
            other.sees("open")
            other.answer(activity.imagine(Person(Random(who), activity.prompt, says=says)))

    def sits_at_the_console(self):
        """It is live, and one press begins the run; then the window is the wall's."""
        self.wall.open(self.server.console_link)
        self.wall.open(f"{self.server.base}/sesiones/{self.run.id}")
        self.wall.until("document.querySelector('[data-link=saved]') && 1", "it is not live")
        self.wall.ask("document.querySelector('[data-primary] button').click() ?? 1")
        end = time.monotonic() + PATIENCE_S
        while self.ines.at(self.run) is None:
            assert time.monotonic() < end, "«Empezar» begins nothing"
            time.sleep(PAUSE_S)

    def tries(self, name, walk, *args):
        """One part of it; what is wrong is said and the rest goes on."""
        began, before = time.monotonic(), len(self.wrong)
        try:
            walk(*args)
        except (AssertionError, Failed, StopIteration) as error:
            self.wrong.append(f"{name}: {error}")
        for line in self.wrong[before:]:
            say(f"  {self.name}: {line}")
        self.took[name] = time.monotonic() - began

    def goes(self, kinds):
        """All of it."""
        self.tries("consola", self.sits_at_the_console)
        self.wall.open(self.wall_address)
        self.tries("entrar", self.enters)
        for kind in KINDS:
            if kind in kinds:
                self.tries(kind, self.walks, kind)
        self.leave()

    def leave(self):
        """Everybody goes."""
        for each in (*self.others, self.ines):
            each.leave()
        self.phone.close()
        self.wall.close()


def say(line):
    """One line of the report, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def walk_with(engine, kinds, pictures):
    """Walk through ``kinds`` in one engine; return the number of faults. Raises NotInstalled."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder) / "content" / ways_to_answer.MODULE
        content.mkdir(parents=True)
        (content / "module.toml").write_text(ways_to_answer.module_text(), "utf-8")
        settings = {"CONTENT": content.parent, "TEXTS_A_MINUTE": 1000}
        server = Server(Path(folder) / "data", **settings).start()
        began = time.monotonic()
        try:
            walk = Walk(engine, server, pictures)
            ready = time.monotonic() - began
            walk.goes(kinds)
        finally:
            server.stop()
    slow = sorted(walk.took.items(), key=lambda each: -each[1])[:5]
    said = ", ".join(f"{name} {took:.0f} s" for name, took in [("abrir", ready), *slow])
    verdict = f"{len(walk.wrong)} fallos" if walk.wrong else "todo bien"
    say(f"{walk.name}: {verdict}. {time.monotonic() - began:.0f} s; lo más lento: {said}")
    return len(walk.wrong)


def main(arguments=None):
    """Every engine that is there, side by side; 1 when something is wrong, 2 when none is there."""
    parser = argparse.ArgumentParser(prog="./run browsers", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--kind", choices=list(KINDS), action="append")
    parser.add_argument(
        "--pictures", type=Path, nargs="?", const=PICTURES, help="keep what was seen"
    )
    options = parser.parse_args(arguments)
    kinds, missing, wrong = options.kind or KINDS, [], []
    with ThreadPoolExecutor() as pool:
        walks = [
            pool.submit(walk_with, ENGINES[engine], kinds, options.pictures)
            for engine in options.engine or ENGINES
        ]
        for walk in walks:
            try:
                wrong.append(walk.result())
            except NotInstalled as error:
                missing.append(str(error))
    if missing:
        packages = "webkit2gtk-driver xvfb firefox-esr"
        say(f"{'; '.join(missing)}. Se instala así: sudo apt install {packages}")
    return 1 if any(wrong) else 0 if wrong else 2


if __name__ == "__main__":
    sys.exit(main())
