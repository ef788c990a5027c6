"""Measures from outside what a kernel uses: memory, processes, disk."""

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from autograder.limits import Limits

_MEGA = 1 << 20
_NAMELESS_EVERY = 5  # looks: files without a name take longer to find than all the rest


class Watch:
    """Looks after one kernel, its processes and its working folder."""

    def __init__(self, *, pid: int, folder: Path, limits: Limits) -> None:
        self._pid = pid
        self._folder = folder
        self._limits = limits
        self._inherited = _resident(pid)
        self._looks = 0
        self._nameless = 0  # bytes

    def trouble(self) -> str:
        """Say in Korean which limit is passed; empty when none is."""
        limits = self._limits
        pids = list(_of_session(self._pid))
        if sum(map(_threads, pids)) > limits.processes:
            return f"프로그램을 {limits.processes}개보다 많이 켜서 멈췄어요."
        if self._holds_too_much(pids):
            return f"메모리를 {limits.memory_bytes // _MEGA}MB보다 많이 써서 멈췄어요."
        size, count = _disk(self._folder, stop_at=limits.disk_files)
        self._looks += 1
        if self._looks % _NAMELESS_EVERY == 0:
            self._nameless = _unlinked(pids)
        if size + self._nameless > limits.disk_bytes:
            return f"파일을 {limits.disk_bytes // _MEGA}MB보다 많이 만들어서 멈췄어요."
        if count > limits.disk_files:
            return f"파일을 {limits.disk_files}개보다 많이 만들어서 멈췄어요."
        return ""

    def _holds_too_much(self, pids: list[int]) -> bool:
        most = self._limits.memory_bytes
        # Looking closely takes longer than all the rest, and counts nothing more than twice.
        if 2 * sum(map(_resident, pids)) <= most:
            return False
        return sum(_own_memory(pid, inherited=self._inherited) for pid in pids) > most


def _of_session(leader: int) -> Iterator[int]:
    """The processes of a session: a fork makes its own, and nothing in it can leave it.

    A search from parents to children would miss those whose parent has ended.
    """
    wanted = str(leader).encode()
    for name in os.listdir("/proc"):
        if not name.isdecimal():
            continue
        with contextlib.suppress(OSError):
            file = os.open(f"/proc/{name}/stat", os.O_RDONLY)
            try:
                about = os.read(file, 4096)
            finally:
                os.close(file)
            # After the name, which may hold anything: state, parent, group, session.
            if about.rpartition(b")")[2].split(None, 4)[3:4] == [wanted]:
                yield int(name)


def _own_memory(pid: int, *, inherited: int) -> int:
    """Bytes of memory that only this process holds: pages shared with the zygote do not count.

    Proportional shares would fall and rise with every neighbour's fork, save those of shared
    memory, of which the zygote has none. Shared memory that one process alone holds weighs
    double. A grader without root may not look so closely: then all that is resident counts but
    for the ``inherited`` bytes that a fork begins with.
    """
    try:
        return _bytes_of(f"/proc/{pid}/smaps_rollup", ("Private_Dirty:", "Pss_Shmem:", "Swap:"))
    except PermissionError:
        return max(0, _resident(pid) - inherited)
    except OSError:
        return 0


def _resident(pid: int) -> int:
    """Bytes of memory that this process holds, alone or with others."""
    with contextlib.suppress(OSError):
        return _bytes_of(f"/proc/{pid}/status", ("RssAnon:", "RssShmem:", "VmSwap:"))
    return 0


def _bytes_of(table: str, names: tuple[str, ...]) -> int:
    """The sum of the lines of a table in /proc that begin with one of ``names``."""
    with open(table) as file:
        return sum(int(line.split()[1]) * 1024 for line in file if line.startswith(names))


def _threads(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def _disk(folder: Path, *, stop_at: int) -> tuple[int, int]:
    """Bytes and number of entries below ``folder``; stops counting past ``stop_at``.

    Not by a call for each folder inside another: a learner makes more than Python may call.
    """
    size = count = 0
    waiting = [str(folder)]
    while waiting and count <= stop_at:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    count += 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    else:
                        with contextlib.suppress(FileNotFoundError):
                            size += entry.stat(follow_symlinks=False).st_blocks * 512
                    if count > stop_at:
                        break
        except OSError as error:
            # Where no path reaches, nothing can be measured: too much, whatever it is.
            if error.errno == errno.ENAMETOOLONG:
                count = stop_at + 1
    return size, count


def _unlinked(pids: list[int]) -> int:
    """Bytes of files that have no name any more and are still open or mapped."""
    sizes: dict[tuple[int, int], int] = {}
    for pid in pids:
        for place in _held(pid):
            with contextlib.suppress(OSError):
                about = os.stat(place)
                if stat.S_ISREG(about.st_mode) and not about.st_nlink:
                    sizes[about.st_dev, about.st_ino] = about.st_blocks * 512
    return sum(sizes.values())


def _held(pid: int) -> Iterator[str]:
    """Paths in /proc to what a process has open, in each of its threads, or mapped."""
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            # A thread may have descriptors of its own.
            here = f"/proc/{pid}/task/{task}/fd"
            yield from (f"{here}/{name}" for name in os.listdir(here))
    with contextlib.suppress(OSError), open(f"/proc/{pid}/maps", "rb") as file:
        maps = file.read()
        for line in maps.decode("utf-8", "replace").splitlines() if b"(deleted)" in maps else ():
            # Shared memory shows as a deleted /dev/zero.
            if line.endswith(" (deleted)") and not line.endswith(" /dev/zero (deleted)"):
                yield f"/proc/{pid}/map_files/{_canonical(line.split()[0])}"


def _canonical(addresses: str) -> str:
    """As map_files names a mapping: without the leading zeros of maps."""
    return "-".join(f"{int(part, 16):x}" for part in addresses.split("-"))
