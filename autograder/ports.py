"""Ports on this machine: is the wanted one free, and which others are."""

import random
import socket

from autograder.errors import CourseError

ADDRESS = "127.0.0.1"
# Above the well-known ones, below the range of Linux, macOS and Windows for outgoing connections.
_FOR_SERVERS = (20_000, 32_000)


def is_free(port: int) -> bool:
    """True when a server could listen on ``port`` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def require_free(port: int) -> None:
    """Raise CourseError when ``port`` cannot be had."""
    if not is_free(port):
        raise CourseError(
            f"{port}번 포트를 다른 프로그램이 쓰고 있어요. 그 프로그램을 끄거나 "
            f"다른 번호로 시작해 주세요(예: junggu에는 ‘--port {port + 1}’, "
            f"make에는 ‘PORT={port + 1}’)."
        )


def free_ports(count: int) -> list[int]:
    """Return ``count`` different free ports, none of those that systems give to connections.

    A port of theirs could be taken by anybody's request before a server listens on it.
    """
    ports: set[int] = set()
    while len(ports) < count:
        port = random.randrange(*_FOR_SERVERS)
        if is_free(port):
            ports.add(port)
    return list(ports)
