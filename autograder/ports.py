"""Asking whether a port is free before a server is started on it."""

import socket

from autograder.errors import CourseError


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """True when a server could listen on ``port`` now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free(port: int) -> None:
    """Raise CourseError when ``port`` is taken."""
    if not is_free(port):
        raise CourseError(
            f"포트 {port}을 다른 프로그램이 쓰고 있어요. 그 프로그램을 끄거나 "
            "--port로 다른 번호를 정해 주세요."
        )
