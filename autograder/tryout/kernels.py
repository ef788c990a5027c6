"""The visitors' kernels: warm, confined, one a visitor, and gone as soon as they may be."""

import asyncio
import time
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import PeriodicCallback

from autograder.errors import CourseError
from autograder.kernels.provisioner import confine
from autograder.kernels.zygotes import ZygoteError
from autograder.limits import Limits
from autograder.sandbox.selftest import canary, candidates
from autograder.sandbox.tiers import NoSandbox, Tier
from autograder.sandbox.watch import Watch

# A unit needs a tenth of this; twenty visitors share one machine.
LIMITS = Limits(
    memory_bytes=256 << 20,
    processes=16,
    file_bytes=4 << 20,
    disk_bytes=8 << 20,
    disk_files=200,
    message_bytes=1 << 20,
)

# Seconds.
_LOOK = 2
_UNCONNECTED = 60  # a page that has gone without a word; a phone that sleeps comes back within it
_LONGEST = 2 * 60 * 60

# Whose request is being answered; Voilà starts kernels without saying for whom.
visitor: ContextVar[str] = ContextVar("visitor")


def choose_walls(name: str | None) -> Tier:
    """Start this process's zygote in the first tier that holds, or in the one asked for.

    Raises CourseError when there is none: ``none`` must be asked for.
    """
    says = ""
    for tier in tiers(name):
        zygote = confine(tier=tier, limits=LIMITS)
        try:
            proof = canary(zygote.wait())
            if proof.held or tier is Tier.NONE:
                return tier
            says = proof.says
        except ZygoteError as error:
            says = str(error).splitlines()[-1]
        zygote.stop()
    raise CourseError(f"체험 울타리를 시험했더니 막지 못했어요({says}). 체험을 켜지 않아요.")


def tiers(name: str | None) -> list[Tier]:
    """The tiers to try, best first. Raises CourseError when the machine has none."""
    try:
        return candidates(name)
    except NoSandbox as error:
        if name is not None:
            raise
        raise CourseError(
            "이 컴퓨터에서는 체험하는 사람을 가둘 울타리를 만들 수 없어서 체험을 켜지 않아요. "
            "bubblewrap을 설치해 주세요. 아는 사람만 쓰는 곳이라면 --try-sandbox none을 적어 주세요."
        ) from error


class WarmSpecs(KernelSpecManager):
    """Every notebook gets the warm kernel, whatever it names."""

    def find_kernel_specs(self) -> dict[str, str]:
        return {"python3": str(files("autograder.kernels").joinpath("kernelspec"))}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self.kernel_spec_class.from_resource_dir(self.find_kernel_specs()["python3"])


@dataclass
class _Seen:
    """What is known of one kernel. Moments are of the monotonic clock."""

    watch: Watch
    began: float
    connected: float


class VisitorKernels(AsyncMappingKernelManager):
    """Kernels of visitors, watched from outside.

    The idle ones are ended by Jupyter's own culling, the others here: over a limit, dead, left
    by their page, or open for too long.
    """

    opened: Callable[[str, str], None]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._seen: dict[str, _Seen] = {}
        self._look = PeriodicCallback(self._end_those_who_must, _LOOK * 1000)

    async def start_kernel(self, *, path: str, **_: Any) -> str:
        """Start a kernel beside the notebook at ``path``; nothing of the request reaches it."""
        self._look.start()
        kernel = await self._async_start_kernel(path=path)
        provisioner = self.get_kernel(kernel).provisioner
        watch = Watch(pid=provisioner.pid, folder=provisioner.folder, limits=LIMITS)
        now = time.monotonic()
        self._seen[kernel] = _Seen(watch=watch, began=now, connected=now)
        self.opened(visitor.get(), kernel)
        return kernel

    async def shutdown_kernel(self, kernel_id: str, *_: Any, **__: Any) -> None:
        """End it at once: there is nothing that it might still have to keep."""
        self._seen.pop(kernel_id, None)
        await self._async_shutdown_kernel(kernel_id, now=True)

    async def _end_those_who_must(self) -> None:
        for kernel, seen in list(self._seen.items()):
            if why := await self._why_end(kernel, seen):
                self.log.warning("Kernel %s ends: %s", kernel, why)
                if kernel in self:
                    await self.shutdown_kernel(kernel)
                self._seen.pop(kernel, None)

    async def _why_end(self, kernel: str, seen: _Seen) -> str:
        now = time.monotonic()
        if kernel not in self or not await self.is_alive(kernel):
            return "it is gone"
        if self._kernel_connections.get(kernel):
            seen.connected = now
        if now - seen.connected > _UNCONNECTED:
            return "its page is gone"
        if now - seen.began > _LONGEST:
            return "it was open for too long"
        return await asyncio.to_thread(seen.watch.trouble)
