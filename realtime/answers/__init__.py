"""One answer on its way: from the socket's packet to the committed row and its acknowledgement."""
