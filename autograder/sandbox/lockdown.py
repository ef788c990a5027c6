"""What a fresh fork does to itself before it runs learner code; it cannot be undone.

Order matters: resource limits while privileges last, then the user, then no-new-privileges,
Landlock, and last the system-call filter, which would forbid some of the steps before it.
Landlock and seccomp bind the calling thread only, so all of this comes before any thread.
"""

import ctypes
import os
import resource
import signal
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import landlockpy
from landlockpy import AccessFS, Scope

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2

_READ = AccessFS.READ_FILE | AccessFS.READ_DIR | AccessFS.EXECUTE
_WRITE = (
    AccessFS.READ_FILE
    | AccessFS.READ_DIR
    | AccessFS.WRITE_FILE
    | AccessFS.REMOVE_DIR
    | AccessFS.REMOVE_FILE
    | AccessFS.MAKE_DIR
    | AccessFS.MAKE_REG
    | AccessFS.MAKE_SOCK
    | AccessFS.MAKE_FIFO
    | AccessFS.MAKE_SYM
    | AccessFS.REFER
    | AccessFS.TRUNCATE
    | AccessFS.EXECUTE
)
_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random")
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, kw_only=True)
class Cage:
    """What one fork is confined to. ``uid`` is None when the grader is not root."""

    scratch: str
    readable: Sequence[str] = ()
    uid: int | None = None
    rlimits: dict[str, int] = field(default_factory=dict)  # RLIMIT name → value
    landlock: bool = True
    seccomp: bytes = b""


def prepare_landlock() -> None:
    """Have Landlock's library find libc once: it asks other programs, 5–30 ms in every fork."""
    landlockpy.abi_version()


def lock(cage: Cage) -> None:
    """Confine the calling process for good. Raises OSError when a layer cannot be applied."""
    for name, value in cage.rlimits.items():
        _limit(getattr(resource, f"RLIMIT_{name}"), value)
    if cage.uid is not None:
        os.setgroups([])
        os.setresgid(cage.uid, cage.uid, cage.uid)
        os.setresuid(cage.uid, cage.uid, cage.uid)
        # Changing the user clears this one.
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _prctl(_PR_SET_DUMPABLE, 0)
    if cage.landlock:
        _landlock(cage)
    if cage.seccomp:
        _seccomp(cage.seccomp)


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends."""
    _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def adopt_orphans() -> None:
    """Become the parent of what this process's children leave behind, so that it can be reaped."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def not_dumpable() -> None:
    """Let no process of the same user read this one's memory or environment."""
    _prctl(_PR_SET_DUMPABLE, 0)


def address_space() -> int:
    """Bytes of private writable memory that this process holds (what RLIMIT_DATA counts)."""
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmData:"):
                return int(line.split()[1]) * 1024
    return 0


def _limit(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(which, (value, value))


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"prctl {option}: {os.strerror(error)}")


def _landlock(cage: Cage) -> None:
    # A process's own folder in /proc is there only under its number, not through "self".
    own = (f"/proc/{os.getpid()}", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat")
    with landlockpy.Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL) as rules:
        for path in (*cage.readable, *own):
            if os.path.isdir(path):
                rules.allow_path(path, _READ)
            elif os.path.exists(path):
                rules.allow_path(path, AccessFS.READ_FILE | AccessFS.EXECUTE)
        for path in _DEVICES:
            if os.path.exists(path):
                rules.allow_path(path, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.allow_path(cage.scratch, _WRITE)
        rules.restrict()


def _seccomp(program: bytes) -> None:
    buffer = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog: count of 8-byte instructions, pointer to them.
    header = ctypes.create_string_buffer(
        struct.pack("H6xQ", len(program) // 8, ctypes.addressof(buffer))
    )
    address = ctypes.c_ulong(ctypes.addressof(header))
    if _libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, address, 0, 0) != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"seccomp: {os.strerror(error)}")
