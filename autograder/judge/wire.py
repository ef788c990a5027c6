"""Messages between grader and judge: a JSON header and raw buffers on a stream socket."""

import json
import socket
import struct
from collections.abc import Sequence

_LENGTH = struct.Struct("!Q")


class Broken(ConnectionError):
    """The other side is gone, or sent more than is allowed."""


def send(channel: socket.socket, header: dict, buffers: Sequence[bytes] = ()) -> None:
    """Send one message; blocks until it is taken."""
    body = json.dumps(header | {"sizes": [len(part) for part in buffers]}).encode()
    try:
        channel.sendall(b"".join([_LENGTH.pack(len(body)), body, *buffers]))
    except OSError as error:
        raise Broken(str(error)) from error


def receive(channel: socket.socket, *, limit: int) -> tuple[dict, list[bytes]]:
    """Read one message of at most ``limit`` bytes. Raises Broken, or TimeoutError."""
    size = _LENGTH.unpack(_exactly(channel, _LENGTH.size))[0]
    if size > limit:
        raise Broken("message too long")
    header = json.loads(_exactly(channel, size))
    if sum(header["sizes"]) > limit:
        raise Broken("message too long")
    return header, [_exactly(channel, part) for part in header["sizes"]]


def _exactly(channel: socket.socket, size: int) -> bytes:
    data = bytearray()
    while len(data) < size:
        try:
            part = channel.recv(min(size - len(data), 1 << 20))
        except TimeoutError:
            raise
        except OSError as error:
            raise Broken(str(error)) from error
        if not part:
            raise Broken("closed")
        data += part
    return bytes(data)
