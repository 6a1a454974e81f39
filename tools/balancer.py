"""One line to several workers, by turns: what nginx does, for tests on machines without one."""

import asyncio
import contextlib
import itertools
import threading

CHUNK_BYTES = 65_536


class Balancer:
    """Listens on a port of its own; each connection goes to the next worker that takes it."""

    def __init__(self, ports: list[int]):
        self.ports = ports
        self.port = 0
        self._turn = itertools.count()
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Balancer":
        """Listen, in a thread."""
        self._thread.start()
        self._ready.wait(10)
        return self

    def stop(self) -> None:
        """Hang up on everyone."""
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        try:
            self._loop.run_forever()
        finally:
            server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                self._loop.run_until_complete(asyncio.sleep(0.05))
            self._loop.close()

    async def _serve(self, reader, writer) -> None:
        first = next(self._turn)
        for turn in range(len(self.ports)):
            port = self.ports[(first + turn) % len(self.ports)]
            try:
                there, back = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                continue
            ways = [
                asyncio.create_task(pour(reader, back)),
                asyncio.create_task(pour(there, writer)),
            ]
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait(ways, return_when=asyncio.ALL_COMPLETED)
            return
        writer.close()


async def pour(reader, writer) -> None:
    try:
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
    except (OSError, asyncio.CancelledError):
        pass
    with contextlib.suppress(OSError, RuntimeError):
        writer.close()
