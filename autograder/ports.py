"""Ports on this machine: is the wanted one free, and which others are."""

import socket
from contextlib import ExitStack

from autograder.errors import CourseError

ADDRESS = "127.0.0.1"


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
            f"‘--port {port + 1}’처럼 다른 번호로 시작해 주세요."
        )


def free_ports(count: int) -> list[int]:
    """Return ``count`` different free ports."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((ADDRESS, 0))
        return [probe.getsockname()[1] for probe in probes]
