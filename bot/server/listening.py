"""The door of the service: how many may stand before it, and how many come in at once."""

from __future__ import annotations

import socket

COME_IN = 4
"""Connections that are taken in per round of the event loop; hundreds at once would hold up every conversation."""
_BEFORE_THE_DOOR = 2048
"""Connections that the kernel keeps meanwhile. One too many is dropped, and its browser waits a second or more."""
_AT_ONCE = 32 * 1024
"""Bytes of one connection that the kernel takes in ahead; nobody needs more than MAX_BODY, and all must be read."""


class _Door(socket.socket):
    """A listening socket for asyncio, which uses one number, the backlog, for both."""

    def listen(self, backlog: int = _BEFORE_THE_DOOR, /) -> None:
        """Listen, with room for many, whatever asyncio takes in per round."""
        super().listen(_BEFORE_THE_DOOR)


def doors(host: str, port: int) -> list[socket.socket]:
    """A bound socket for every address of a host. Raises OSError when one is taken."""
    opened: list[socket.socket] = []
    for family, kind, _, _, address in dict.fromkeys(
        socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    ):
        door = _Door(family, kind)
        opened.append(door)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _AT_ONCE)
        if family == socket.AF_INET6:
            door.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        door.bind(address)
    return opened
