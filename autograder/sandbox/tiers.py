"""Which walls this machine can build, and how a zygote is started behind them."""

import base64
import enum
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import landlockpy

from autograder.errors import CourseError
from autograder.limits import Limits
from autograder.sandbox import syscalls

_TRY_SECONDS = 20

_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/sbin", "/etc/ld.so.cache", "/etc/localtime")


_NO_SANDBOX = (
    "이 컴퓨터에서는 채점 울타리를 만들 수 없어요. bubblewrap을 설치하거나 리눅스 컨테이너에서 "
    "실행해 주세요. 울타리 없이 채점하려면 --sandbox none을 직접 적어 주세요."
)


class NoSandbox(CourseError):
    """No tier works here; the text is Korean and says what to do."""

    def __init__(self, says: str = _NO_SANDBOX) -> None:
        super().__init__(says)


class TooSlow(CourseError):
    """Something was still at it when its time was over: of the walls nothing is known."""

    def __init__(self, what: str, seconds: float) -> None:
        super().__init__(
            f"이 컴퓨터가 느려서 {what} {seconds:g}초 안에 끝내지 못했어요. 메모리가 모자라지 "
            "않은지 보고, 다른 프로그램을 끈 뒤 다시 해 주세요."
        )


class Tier(enum.StrEnum):
    """How learner code is confined, best first."""

    A = "A"  # namespaces (bubblewrap) and the layers of B
    B = "B"  # own user if root, limits, no-new-privileges, Landlock, system-call filter
    C = "C"  # namespaces, and B without Landlock
    NONE = "none"  # limits only

    @property
    def bubblewrap(self) -> bool:
        return self in (Tier.A, Tier.C)

    @property
    def landlock(self) -> bool:
        return self in (Tier.A, Tier.B)

    @property
    def filtered(self) -> bool:
        return self is not Tier.NONE

    @property
    def layers(self) -> tuple[str, ...]:
        """The active layers, in Korean, for ``junggu doctor`` and every run."""
        names = []
        if self.bubblewrap:
            names.append("이름공간(bwrap)")
        if self.filtered and os.geteuid() == 0:
            names.append("칸마다 다른 사용자")
        if self.landlock:
            names.append("Landlock")
        if self.filtered:
            names.append("시스템 호출 거르개")
        return (*names, "자원 한도")


@dataclass(frozen=True, kw_only=True)
class Walls:
    """Everything a zygote needs to be started in ``tier``."""

    tier: Tier
    limits: Limits
    run_folder: Path  # the parent of every working folder
    datasets: Path
    readable: Sequence[Path] = ()  # further folders that code may read

    def command(self, descriptor: int, *, module: str) -> list[str]:
        """The command line that starts ``module`` with the socket ``descriptor``."""
        python = [sys.executable, "-m", module, str(descriptor)]
        if not self.tier.bubblewrap:
            return python
        return [*_bubblewrap(self), "--", *python]

    def environment(self) -> dict[str, str]:
        """The whole environment of the zygote: nothing of the grader's own."""
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "PYTHONHASHSEED": "0",
            "PYTHONNOUSERSITE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONWARNINGS": "ignore::DeprecationWarning",
        }

    @property
    def own_users(self) -> bool:
        """Whether every fork gets a user of its own."""
        return self.tier.filtered and os.geteuid() == 0

    def setup(self, *, role: str, users: Sequence[int] | None) -> dict:
        """The set-up message of ``autograder.kernels.zygote``; its forks become ``users``."""
        limits = self.limits
        return {
            "role": role,
            "uids": None if users is None else list(users),
            "landlock": self.tier.landlock,
            "seccomp": base64.b64encode(_program() if self.tier.filtered else b"").decode(),
            "readable": [*_SYSTEM, *map(str, [*python_folders(), self.datasets, *self.readable])],
            "environment": {"JUNGGU_DATASETS": str(self.datasets)},
            "rlimits": {
                "CPU": limits.cpu_seconds,
                "DATA": limits.memory_bytes,
                "FSIZE": limits.file_bytes,
                "NPROC": limits.processes,
                "NOFILE": limits.open_files,
                "CORE": 0,
                "MSGQUEUE": 0,
                "MEMLOCK": 0,
            },
        }


def available() -> list[Tier]:
    """The tiers that the parts on this machine allow, best first; effects are not tested here.

    Raises TooSlow when bubblewrap gives no answer in time.
    """
    landlock = sys.platform == "linux" and landlockpy.supported()
    bubblewrap = _bubblewrap_works()
    tiers = []
    if bubblewrap and landlock:
        tiers.append(Tier.A)
    if landlock:
        tiers.append(Tier.B)
    if bubblewrap:
        tiers.append(Tier.C)
    return tiers


def best() -> Tier:
    """The best tier of this machine. Raises NoSandbox when there is none."""
    tiers = available()
    if not tiers:
        raise NoSandbox()
    return tiers[0]


def python_folders() -> list[Path]:
    """Where Python, its packages and the ``junggu`` library lie; nothing else of a checkout."""
    import junggu

    found = [Path(sys.prefix), Path(sys.base_prefix), Path(junggu.__file__).resolve().parent]
    return list(dict.fromkeys(found))


def _engine_folders() -> list[Path]:
    """The few folders of this package that a zygote imports: no course material in them."""
    package = Path(__file__).resolve().parent.parent
    return [package / "__init__.py", package / "kernels", package / "sandbox", package / "judge"]


@functools.cache
def _program() -> bytes:
    return syscalls.program()


@functools.cache
def _bubblewrap_works() -> bool:
    if shutil.which("bwrap") is None:
        return False
    test = ["bwrap", *_namespaces(), "--ro-bind", "/", "/", "--proc", "/proc", "true"]
    try:
        return subprocess.run(test, capture_output=True, timeout=_TRY_SECONDS).returncode == 0
    except subprocess.TimeoutExpired as error:
        raise TooSlow("울타리(bwrap) 시험을", _TRY_SECONDS) from error


def _namespaces() -> list[str]:
    root = os.geteuid() == 0
    shared = "--unshare-pid --unshare-net --unshare-ipc --unshare-uts --unshare-cgroup-try"
    options = [*shared.split(), "--die-with-parent", "--new-session", "--cap-drop", "ALL"]
    if not root:
        return ["--unshare-user", *options]
    for capability in ("SETUID", "SETGID", "KILL", "CHOWN"):
        options += ["--cap-add", f"CAP_{capability}"]
    return options


def _bubblewrap(walls: Walls) -> list[str]:
    command = ["bwrap", *_namespaces(), "--ro-bind", "/usr", "/usr"]
    for name in ("lib", "lib64", "bin", "sbin"):
        if Path("/", name).is_symlink():
            command += ["--symlink", f"usr/{name}", f"/{name}"]
        elif Path("/", name).is_dir():
            command += ["--ro-bind", f"/{name}", f"/{name}"]
    # Not open to every user: one fork would find there what another left, counted by nobody.
    command += ["--proc", "/proc", "--dev", "/dev", "--perms", "0755", "--tmpfs", "/dev/shm"]
    command += ["--perms", "0755", "--tmpfs", "/tmp"]
    shown: Sequence[Path] = [
        *python_folders(),
        *_engine_folders(),
        walls.datasets,
        *walls.readable,
    ]
    shown = [path for path in shown if not path.is_relative_to("/usr")]
    for path in shown:
        command += [*_parents(path), "--ro-bind", str(path), str(path)]
    for name in ("/etc/ld.so.cache", "/etc/localtime"):
        command += ["--ro-bind-try", name, name]
    scratch = str(walls.run_folder)
    return [*command, *_parents(walls.run_folder), "--bind", scratch, scratch, "--chdir", "/"]


def _parents(path: Path) -> list[str]:
    # A folder made on the way to a mount would otherwise be closed to other users.
    made = []
    for parent in reversed(path.parents[:-1]):
        made += ["--perms", "0755", "--dir", str(parent)]
    return made
