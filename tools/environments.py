"""Environments that the real program is tested in: which database, transport, how many workers,
and whether its phones may open WebSockets.

``./run live`` walks through all of them; ``pytest --on postgresql`` chooses one.
"""

from itertools import count

from tools.postgres import Postgres
from tools.redis import Redis

ENVIRONMENTS = ("sqlite", "polling", "stock", "postgresql", "workers")


class Environment:
    """Gives each new server what it is to be started with."""

    def __init__(self, name: str = "sqlite"):
        self.name = name
        self.workers = 2 if name == "workers" else 0
        self.sockets = "polling" if name == "polling" else "websocket"
        self._numbers = count(1)
        self._postgres: Postgres | None = None
        self._redis: Redis | None = None

    def settings(self) -> dict[str, str]:
        """The environment of one more server, with a database of its own."""
        if self.name == "stock":
            return {"TRANSPORT": "stock"}
        if self.name in ("sqlite", "polling"):
            return {}
        if self._postgres is None:
            self._postgres = Postgres().start()
        found = {"DATABASE_URL": self._postgres.create(f"place_{next(self._numbers)}")}
        if self.workers:
            if self._redis is None:
                self._redis = Redis().start()
            found["REDIS_URL"] = self._redis.url
        return found

    def leave(self) -> None:
        """Stop what was started."""
        for each in (self._postgres, self._redis):
            if each is not None:
                each.stop()


current = Environment()


def use(name: str) -> Environment:
    """Start every later server in the environment of this name."""
    global current
    current = Environment(name)
    return current
