"""Packets of Socket.IO as we speak it: text only, on our namespaces, one event from a client."""

from socketio import packet

MAX_PACKET_CHARACTERS = 8_192
CLIENT_EVENTS = {"submit_answer"}
CONNECT = str(packet.CONNECT)
NAMESPACES = {"/participant", "/projector", "/facilitator"}


class StrictPacket(packet.Packet):
    """Text packets of the four kinds we speak, on our namespaces, with one argument at most."""

    uses_binary_events = False
    ACK = packet.ACK

    def decode(self, encoded_packet):
        if (
            not isinstance(encoded_packet, str)
            or not 0 < len(encoded_packet) <= MAX_PACKET_CHARACTERS
        ):
            raise ValueError("packet size")
        if encoded_packet[0] not in "0123":
            raise ValueError("packet type")
        attachments = self._decode(encoded_packet)
        if attachments or (self.namespace or "/") not in NAMESPACES | {"/"}:
            raise ValueError("packet namespace")
        if self.packet_type == packet.EVENT:
            data = self.data
            if not (
                isinstance(data, list)
                and 1 <= len(data) <= 2
                and isinstance(data[0], str)
                and data[0] in CLIENT_EVENTS
            ):
                raise ValueError("packet event")
        return attachments

    def _decode(self, encoded_packet):
        """As the library does; what has half a character in it says nothing.

        So whoever sent it is told no in words, and keeps the connection.
        """
        try:
            return super().decode(encoded_packet)
        except UnicodeEncodeError:
            self.data = ["submit_answer", None] if self.packet_type == packet.EVENT else {}
            return 0
