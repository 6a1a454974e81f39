"""The limit: raw websocket frames from C, no Socket.IO, no database. Only broadcast and echo."""

import sys

import uvloop
from picows import WSFrame, WSListener, WSMsgType, WSTransport, ws_create_server

phones: set[WSTransport] = set()


class Connection(WSListener):
    """One phone, or the trainer."""

    def on_ws_connected(self, transport: WSTransport):
        phones.add(transport)

    def on_ws_frame(self, transport: WSTransport, frame: WSFrame):
        payload = frame.get_payload_as_bytes()
        if payload[:1] == b"p":
            for phone in phones:
                phone.send(WSMsgType.TEXT, payload)
        else:
            transport.send(WSMsgType.TEXT, payload)

    def on_ws_disconnected(self, transport: WSTransport):
        phones.discard(transport)


async def main():
    server = await ws_create_server(lambda _: Connection(), "127.0.0.1", int(sys.argv[1]))
    await server.serve_forever()


uvloop.run(main())
