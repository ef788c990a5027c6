"""A host worth attacking, and how to see afterwards what an attack did to it."""

import contextlib
import os
import secrets
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import psutil


class Host:
    """Secrets, victims and listeners, all open to every user: only the walls protect them."""

    def __init__(self) -> None:
        # Not below pytest's own private folder: file rights must not pass for a wall.
        self._folder = tempfile.TemporaryDirectory(prefix="junggu-host-")
        self.root = Path(self._folder.name)
        self.root.chmod(0o777)
        self.mark = f"mark{secrets.token_hex(8)}"
        self.secret = f"secret{secrets.token_hex(8)}"
        self.secret_file = self._file("secret.txt", self.secret)
        self.victim_file = self._file("victim.txt", "whole")
        self.doomed_file = self._file("doomed.txt", "whole")
        self.open_folder = self.root / "open"
        self.open_folder.mkdir()
        self.open_folder.chmod(0o777)
        self.heard: list[bytes] = []
        self._sockets = [
            self._listen(socket.AF_INET, ("127.0.0.1", 0)),
            self._listen(socket.AF_INET6, ("::1", 0)),
            self._listen(socket.AF_UNIX, str(self.root / "service")),
            self._listen(socket.AF_UNIX, f"\0{self.mark}"),
        ]
        (self.root / "service").chmod(0o777)
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind(("127.0.0.1", 0))
        self.udp.settimeout(0.05)
        self.database = self.root / "gradebook.db"
        with sqlite3.connect(self.database) as book:
            book.execute("create table grade (student text, auto_score real)")
            book.execute("insert into grade values ('other', 0)")
        self.database.chmod(0o666)
        self.victim = subprocess.Popen(
            [sys.executable, "-c", "import time; time.sleep(600)"],
            env={"SECRET": self.secret},
            cwd=self.open_folder,
        )
        self._victim_nice = psutil.Process(self.victim.pid).nice()
        self._victim_cpus = os.sched_getaffinity(self.victim.pid)
        self._victim_limit = self._files_limit()

    def _file(self, name: str, text: str) -> Path:
        path = self.root / name
        path.write_text(text)
        path.chmod(0o666)
        return path

    def _listen(self, family: int, address: object) -> socket.socket:
        server = socket.socket(family)
        server.bind(address)
        server.listen()

        def hear() -> None:
            with contextlib.suppress(OSError):
                while True:
                    client, _ = server.accept()
                    self.heard.append(b"")
                    client.close()

        threading.Thread(target=hear, daemon=True).start()
        return server

    def _files_limit(self) -> tuple[int, int]:
        return psutil.Process(self.victim.pid).rlimit(psutil.RLIMIT_NOFILE)

    @property
    def words(self) -> dict[str, object]:
        """What attacks are told: they know everything about the host but the secret."""
        return {
            "secret_file": str(self.secret_file),
            "victim_file": str(self.victim_file),
            "doomed_file": str(self.doomed_file),
            "open_folder": str(self.open_folder),
            "database": str(self.database),
            "root": str(self.root),
            "tcp": self._sockets[0].getsockname()[1],
            "tcp6": self._sockets[1].getsockname()[1],
            "udp": self.udp.getsockname()[1],
            "pid": self.victim.pid,
            "mark": self.mark,
        }

    def effects(self, shown: str) -> set[str]:
        """What an attack did: ``shown`` is everything that it printed."""
        found = set()
        if self.secret in shown:
            found.add("told the secret")
        if f"done-{self.mark}" in shown:
            found.add("was allowed")
        if self.victim_file.read_text() != "whole" or not self.doomed_file.exists():
            found.add("changed a file")
        if any(self.open_folder.iterdir()) or Path("/dev/shm", self.mark).exists():
            found.add("made a file")
        if len(list(self.root.iterdir())) > 7:
            found.add("made a file")
        if self.heard or self._udp_heard():
            found.add("reached a service")
        if self._victim_touched():
            found.add("touched a process")
        if self.left():
            found.add("left a process")
        if not self.database.exists() or self._score() != 0:
            found.add("changed the gradebook")
        if self.mark in Path("/proc/mounts").read_text():
            found.add("mounted")
        return found

    def left(self) -> list[psutil.Process]:
        """Processes of an attack that outlive it."""
        found = []
        for process in psutil.process_iter(["cmdline", "status"]):
            words = " ".join(process.info["cmdline"] or [])
            if f"left-{self.mark}" in words and process.info["status"] != psutil.STATUS_ZOMBIE:
                found.append(process)
        return found

    def _score(self) -> float:
        with sqlite3.connect(self.database) as book:
            return book.execute("select auto_score from grade").fetchone()[0]

    def _udp_heard(self) -> bool:
        try:
            return bool(self.udp.recv(100))
        except TimeoutError:
            return False

    def _victim_touched(self) -> bool:
        if self.victim.poll() is not None:
            return True
        process = psutil.Process(self.victim.pid)
        traced = any(
            line.startswith("TracerPid:") and line.split()[1] != "0"
            for line in Path(f"/proc/{self.victim.pid}/status").read_text().splitlines()
        )
        return (
            process.status() in (psutil.STATUS_STOPPED, psutil.STATUS_TRACING_STOP)
            or traced
            or process.nice() != self._victim_nice
            or os.sched_getaffinity(self.victim.pid) != self._victim_cpus
            or self._files_limit() != self._victim_limit
        )

    def close(self) -> None:
        for process in self.left():
            process.kill()
        self.victim.kill()
        self.victim.wait()
        for server in (*self._sockets, self.udp):
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_RDWR)
            server.close()
        mounts = [line.split()[1] for line in Path("/proc/mounts").read_text().splitlines()]
        for place in reversed([place for place in mounts if self.mark in place]):
            subprocess.run(["umount", "-l", place], check=True)
        Path("/dev/shm", self.mark).unlink(missing_ok=True)
        self._folder.cleanup()
