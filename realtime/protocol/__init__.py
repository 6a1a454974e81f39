"""The one Socket.IO server: packets checked, rooms indexed, and the only emit."""
