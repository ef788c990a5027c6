"""Which processes belong to a Hub, and ending them.

Every process of a Hub (the Hub, its proxy, services, servers, kernels) carries the Hub's home in
its environment. That finds them after a crash too, and cannot hit a stranger who has got the
number of a process that is gone.
"""

import os
from contextlib import suppress

import psutil

from autograder.paths import Home

MARK = "JUNGGU_HUB_OF"


def mark(home: Home) -> dict[str, str]:
    """The variable that a process of the Hub of ``home`` must carry."""
    return {MARK: str(home.root)}


def running(home: Home) -> list[psutil.Process]:
    """Every living process of the Hub of ``home`` and what those have started."""
    found: dict[int, psutil.Process] = {}
    for process in psutil.process_iter():
        if process.pid == os.getpid() or process.pid in found:
            continue
        try:
            if process.environ().get(MARK) != str(home.root):
                continue
            family = [process, *process.children(recursive=True)]
        except (psutil.Error, OSError):  # gone meanwhile, or of another user
            continue
        found.update({member.pid: member for member in family})
    return [process for process in found.values() if _alive(process)]


def end(home: Home, *, patience: float) -> int:
    """End every process of the Hub of ``home``; ask first, force after ``patience`` seconds.

    Returns how many there were.
    """
    processes = running(home)
    for process in processes:
        _send(process, psutil.Process.terminate)
    psutil.wait_procs(processes, timeout=patience)
    # Asked again: a dying Hub may have started one more.
    left = running(home)
    for process in left:
        _send(process, psutil.Process.kill)
    psutil.wait_procs(left, timeout=patience)
    return len(processes)


def _alive(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _send(process: psutil.Process, signal) -> None:
    with suppress(psutil.NoSuchProcess):
        signal(process)
