"""./run populate: a lively run of a module to look at, left at a telling moment.

Without --link it starts a server of its own on --data and serves until Ctrl-C; with the link that
a running server printed, it fills that one and stays as its people until Ctrl-C.
"""

import argparse
import asyncio
import contextlib
import sys
from pathlib import Path
from urllib.parse import urlsplit

import config
from tools.people import NAMES, Crowd, handed_in
from tools.phones import Room
from tools.server import Server
from tools.socket_client import Refused, Screen
from tools.trainer import Trainer
from workshop.activities import Activity, CountedByHand, DealsCards
from workshop.activities.parts.repeat import steps_of
from workshop.course.library import read_course

MODULE = "el-cliente-siempre-tiene-la-razon"
UNTIL = {MODULE: "a10"}  # by module: a telling moment; both rounds side by side
BURST_S = 1.5  # seconds over which the room answers
HIDDEN_VOTE_S = 7.0  # seconds a hidden vote stays open: who is silent counts after five
REVEAL_KEYS = 3  # «Antes», the ribbons, everything


def plan(module: str = MODULE) -> list[tuple[Activity, bool]]:
    """The steps a run of ``module`` walks: each activity as asked, and whether it was before."""
    activities = read_course(config.CONTENT).modules[module].activities
    asked = {activity.ref: activity for activity in activities}
    return [
        (step, step is not activity)
        for activity in activities
        for step in steps_of(activity, asked)
    ]


def module_called(name: str) -> str:
    """The folder of a module that is called by its folder or by its code, «M3»."""
    library = read_course(config.CONTENT).modules
    found = [slug for slug, module in library.items() if name in (slug, module.code)]
    if not found:
        raise SystemExit(f"No hay ningún módulo «{name}». Hay: {', '.join(library)}")
    return found[0]


async def populate(base: str, link: str, options) -> tuple[Trainer, Room, Screen]:
    """Create the run, bring the people in, and walk it to where it is to be looked at."""
    trainer = Trainer(base)
    await trainer.sign_in(link)
    await trainer.create_run(
        options.module,
        options.title,
        group="Grupo de los martes",
        trainer="Inés Robledo",
        simulated="1",
    )
    crowd = Crowd(options.seed)
    names = crowd.random.sample(NAMES, len(NAMES))
    room = Room(base, trainer.code, options.phones, options.seed, lambda n: names[n % len(names)])
    wall = trainer.wall()
    await wall.come()
    await room.join()
    await trainer.do("empezar")
    for activity, again in plan(options.module):
        say(f"{activity.ref.upper()} {activity.title}{' (segunda vuelta)' if again else ''}")
        is_goal = activity.ref == options.until and not options.end
        await ask(trainer, room, crowd, activity, again, leave_open=is_goal and options.open)
        if is_goal:
            break
        await trainer.do("siguiente")
    if options.end:
        await trainer.do("terminar")
    return trainer, room, wall


async def ask(trainer, room, crowd, activity, again, leave_open) -> None:
    """Open one activity, let the room answer, close and show it where it may be shown."""
    snapshot = await trainer.do("abrir")
    if not activity.takes_answers:
        for _ in range(REVEAL_KEYS if activity.compares else 0):
            with contextlib.suppress(Refused):
                await trainer.do("avanzar")
        return
    round_id = snapshot["round"]["id"]
    await room.sees(lambda s: s["round"] and s["round"]["id"] == round_id)
    if isinstance(activity, DealsCards):
        await room.sees(lambda s: handed_in(s) is not None)
    silence = asyncio.sleep(HIDDEN_VOTE_S if activity.show == "never" else 0)
    if isinstance(activity, CountedByHand):
        counts = {f"count-{option.id}": 1 for option in activity.options[:3]}
        await trainer.do("contar", room=len(room.phones), **counts)
    else:
        await asyncio.gather(room.answer_all(crowd.answers(activity, again), BURST_S), silence)
    if leave_open:
        return
    await trainer.do("cerrar")
    with contextlib.suppress(Refused):  # a hidden vote waits for its second round
        await trainer.do("mostrar")


async def stay(server: Server | None, options) -> None:
    """Populate, say where to look, and keep the people in their seats."""
    link = server.link if server else options.link
    where = urlsplit(link)
    base = f"{where.scheme}://{where.netloc}"
    trainer, room, wall = await populate(base, link, options)
    print(f"Consola:  {link}")
    print(f"Sesión:   {base}/sesiones/{trainer.run}")
    print(f"Pantalla: {base}{trainer.wall_path}")
    print(f"Teléfono: {base}/{trainer.code}")
    if options.end:
        print(f"Informe:  {base}/sesiones/{trainer.run}/resultado")
    sys.stdout.flush()
    if not options.leave:
        say("Ctrl-C para terminar.")
        await asyncio.Event().wait()
    for someone in (room, wall, trainer):
        someone.leave()


def read_options() -> argparse.Namespace:
    """The options, and who may be combined."""
    parser = argparse.ArgumentParser(prog="./run populate", description=__doc__.split("\n\n")[0])
    parser.add_argument("--phones", type=int, default=38, help="personas (38)")
    parser.add_argument("--data", type=Path, default=config.DATA / "demo", help="carpeta de datos")
    parser.add_argument("--port", type=int, default=5000, help="puerto del servidor propio")
    parser.add_argument("--link", help="enlace de la consola de un servidor en marcha")
    parser.add_argument("--module", default=MODULE, help="módulo, por carpeta o código (M1)")
    parser.add_argument("--until", help="actividad en la que se queda (M1: a10; si no, la última)")
    parser.add_argument("--open", action="store_true", help="la deja abierta, con respuestas")
    parser.add_argument("--end", action="store_true", help="termina la sesión")
    parser.add_argument("--leave", action="store_true", help="no se queda: las personas se van")
    parser.add_argument("--seed", type=int, default=1, help="semilla del azar (1)")
    parser.add_argument("--title", default="", help="título de la sesión (el del módulo)")
    options = parser.parse_args()
    options.module = module_called(options.module)
    options.until = options.until or UNTIL.get(options.module) or plan(options.module)[-1][0].ref
    return options


def say(line: str) -> None:
    """Progress."""
    print(line, file=sys.stderr, flush=True)


def main() -> int:
    """Fill a server that runs, or one of its own."""
    options = read_options()
    with contextlib.suppress(KeyboardInterrupt):
        if options.link:
            asyncio.run(stay(None, options))
        else:
            with Server(options.data, port=options.port, data=options.data) as server:
                server.start()
                asyncio.run(stay(server, options))
    return 0


if __name__ == "__main__":
    sys.exit(main())
