"""Measures from outside what a kernel uses: memory, processes, disk."""

import os
from pathlib import Path

import psutil

from autograder.limits import Limits

_MEGA = 1 << 20


class Watch:
    """Looks after one kernel, its processes and its working folder."""

    def __init__(self, *, pid: int, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    def trouble(self) -> str:
        """Say in Korean which limit is passed; empty when none is."""
        limits = self._limits
        pids = self._pids()
        if sum(map(_threads, pids)) > limits.processes:
            return f"프로그램을 {limits.processes}개보다 많이 켜서 멈췄어요."
        if sum(map(_own_memory, pids)) > limits.memory_bytes:
            return f"메모리를 {limits.memory_bytes // _MEGA}MB보다 많이 써서 멈췄어요."
        size, count = _disk(self._folder, stop_at=limits.disk_files)
        if size > limits.disk_bytes:
            return f"파일을 {limits.disk_bytes // _MEGA}MB보다 많이 만들어서 멈췄어요."
        if count > limits.disk_files:
            return f"파일을 {limits.disk_files}개보다 많이 만들어서 멈췄어요."
        return ""

    def _pids(self) -> list[int]:
        if self._process is None:
            return []
        try:
            return [self._process.pid, *(c.pid for c in self._process.children(recursive=True))]
        except psutil.Error:
            return []


def _own_memory(pid: int) -> int:
    """Bytes of memory that only this process holds: pages shared with the zygote do not count.

    Proportional shares would fall and rise with every neighbour's fork.
    """
    private = 0
    try:
        with open(f"/proc/{pid}/smaps_rollup") as file:
            for line in file:
                if line.startswith(("Private_Dirty:", "Swap:")):
                    private += int(line.split()[1]) * 1024
    except OSError:
        return 0
    return private


def _threads(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/task"))
    except OSError:
        return 0


def _disk(folder: Path, *, stop_at: int) -> tuple[int, int]:
    """Bytes and number of entries below ``folder``; stops counting past ``stop_at``."""
    size = count = 0
    for here, folders, files in os.walk(folder):
        count += len(folders) + len(files)
        for name in files:
            try:
                size += os.lstat(os.path.join(here, name)).st_blocks * 512
            except OSError:
                continue
        if count > stop_at:
            break
    return size, count
