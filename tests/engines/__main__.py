"""Walks the phone's contract, the walls by geometry and a short console in other browsers."""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from random import Random

from tests.browser import ways
from tests.cast import Phone, Trainer
from tests.engines.drivers import PATIENCE, PAUSE, Failed, Firefox, NotInstalled, WebKit
from tests.serving import Server
from tools.examples import example
from workshop.activities import KINDS, Person, load

READER = f"({(Path(__file__).parent / 'reader.js').read_text('utf-8').split(chr(10), 1)[1]})"
ENGINES = {"webkit": WebKit, "firefox": Firefox}
PHONE, WALL = (390, 740), (1920, 1080)
OTHERS = 2  # people beside the one with the browser
ONWARDS = ("saltar", "cerrar", "siguiente")
STRIP = "document.querySelector('[data-strip]').dataset.state"


class Walk:
    """One run of a module that has every kind, in one browser."""

    def __init__(self, engine, server):
        self.name = engine.name
        self.wrong = []
        self.ines = Trainer(server)
        self.run = self.ines.new_run(ways.MODULE, title="Una de cada", hold_texts=False)
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
        """The middle of a control."""
        box = self.phone.until(
            f"(() => {{ const box = {control}?.getBoundingClientRect();"
            " return box && [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        self.phone.tap(*box)

    def opens(self, kind):
        """Go to its step and open it."""
        label = example(kind)["ref"].upper()
        if self.ines.at(self.run) is None:
            self.ines.does(self.run, "empezar")
        while self.ines.at(self.run).partition("·")[0] != label:
            next(verb for verb in ONWARDS if self.ines.do(self.run, verb).status == 204)
        self.ines.does(self.run, "abrir")

    def does(self, kind, who):
        """What person ``who`` does, as tests/browser/ways.py tells it, and it is saved."""
        for step in ways.WAYS[kind](who):
            asked = f"{READER}.does({json.dumps(asdict(step))})"
            there = self.phone.ask(asked)
            while isinstance(there, list) and (now := self.phone.ask(asked)) != there:
                there = now  # what moves cannot be hit
            if isinstance(there, str):
                raise AssertionError(there)
            if there:
                self.phone.tap(*there)
        self.says("saved", f"person {who}")

    def says(self, state, when):
        """The strip at the bottom is in this state."""
        try:
            self.phone.until(f"{STRIP} === '{state}'")
        except AssertionError:
            raise AssertionError(f"{when}: {self.phone.ask(STRIP)}, not {state}") from None

    def walks(self, kind):
        """Skip, fill, «Guardada», change, reload, reveal; then the wall by geometry."""
        if kind == "hands" or not ways.WAYS[kind](0):
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
        if len(ways.WAYS[kind](0)) == 1:
            self.does(kind, 1)
        self.phone.open(f"{self.server.base}/")
        self.phone.until(ready, "the question does not come back")
        self.says("saved", "reload")
        for verb in ("cerrar", "mostrar"):
            self.ines.do(self.run, verb)
        if self.wall.until("document.querySelector('#stage > [data-page]')?.dataset.page"):
            self.wall.until("!document.querySelector('#stage > [data-page=open]')")
        time.sleep(0.8)  # what moves has come to rest
        for screen in (self.wall, self.phone):
            if amiss := screen.ask(f"{READER}.amiss()"):
                where = "wall" if screen is self.wall else "phone"
                self.wrong.append(f"{kind}: {where}: {amiss}")

    def others_answer(self, kind):
        """So that there is something to show, and texts for who reads others'."""
        activity = load(example(kind))
        if activity.sources or not activity.takes_answers:
            return
        for who, other in enumerate(self.others, 1):
            written = [step.to for step in ways.WAYS[kind](who) if step.role == "textbox"]
            says = (lambda words: lambda topic: words)(written[0] if written else "Escuchar antes")
            other.sees("open")
            other.answer(activity.imagine(Person(Random(who), activity.prompt, says=says)))

    def sits_at_the_console(self):
        """It is live, and one press begins the run; then the window is the wall's."""
        self.wall.open(self.server.console_link)
        self.wall.open(f"{self.server.base}/sesiones/{self.run.id}")
        self.wall.until("document.querySelector('[data-link=saved]') && 1", "it is not live")
        self.wall.ask("document.querySelector('[data-primary] button').click() ?? 1")
        end = time.monotonic() + PATIENCE
        while self.ines.at(self.run) is None:
            assert time.monotonic() < end, "«Empezar» begins nothing"
            time.sleep(PAUSE)

    def tries(self, name, walk, *args):
        """One part of it; what is wrong is said and the rest goes on."""
        try:
            walk(*args)
        except (AssertionError, Failed, StopIteration) as error:
            self.wrong.append(f"{name}: {error}")

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


def main(arguments=None):
    """Every engine that is there; 1 when something is wrong, 2 when none is installed."""
    parser = argparse.ArgumentParser(prog="./run browsers", description=__doc__)
    parser.add_argument("--engine", choices=ENGINES, action="append")
    parser.add_argument("--kind", choices=list(KINDS), action="append")
    options = parser.parse_args(arguments)
    missing, wrong, walked = [], 0, 0
    for engine in options.engine or ENGINES:
        with tempfile.TemporaryDirectory() as folder:
            content = Path(folder) / "content" / ways.MODULE
            content.mkdir(parents=True)
            (content / "module.toml").write_text(ways.module_text(), "utf-8")
            data = Path(folder) / "data"
            server = Server(data, CONTENT=content.parent, TEXTS_A_MINUTE=1000).start()
            try:
                walk = Walk(ENGINES[engine], server)
            except NotInstalled as error:
                missing.append(str(error))
                server.stop()
                continue
            walked += 1
            walk.tries("consola", walk.sits_at_the_console)
            walk.wall.open(walk.wall_address)
            walk.tries("entrar", walk.enters)
            for kind in KINDS:
                if kind in (options.kind or KINDS):
                    walk.tries(kind, walk.walks, kind)
            walk.leave()
            server.stop()
        for line in walk.wrong:
            say(f"  {walk.name}: {line}")
        say(f"{walk.name}: {'todo bien' if not walk.wrong else f'{len(walk.wrong)} fallos'}")
        wrong += len(walk.wrong)
    if missing:
        packages = "webkit2gtk-driver xvfb firefox-esr"
        say(f"{'; '.join(missing)}. Se instala así: sudo apt install {packages}")
    return 1 if wrong else 0 if walked else 2


if __name__ == "__main__":
    sys.exit(main())
