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

from autograder.sandbox.watch import Watch
from autograder.tryout.walls import LIMITS

# Seconds.
_LOOK = 2
_CONNECTING = 180  # from the kernel's start until its page is there, on a slow phone
_UNCONNECTED = 60  # a page that has gone without a word; a phone that sleeps comes back within it
_LONGEST = 2 * 60 * 60

# Whose request is being answered; Voilà starts kernels without saying for whom.
visitor: ContextVar[str] = ContextVar("visitor")


class WarmSpecs(KernelSpecManager):
    """Every notebook gets the warm kernel, whatever it names."""

    def find_kernel_specs(self) -> dict[str, str]:
        return {"python3": str(files("autograder.kernels").joinpath("kernelspec"))}

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return self.kernel_spec_class.from_resource_dir(self.find_kernel_specs()["python3"])


@dataclass
class _Seen:
    """What is known of one kernel. ``leaves`` is when it ends unless its page is there.

    Moments are of the monotonic clock.
    """

    watch: Watch
    began: float
    leaves: float


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
        self._seen[kernel] = _Seen(watch=watch, began=now, leaves=now + _CONNECTING)
        self.opened(visitor.get(), kernel)
        return kernel

    async def shutdown_kernel(self, kernel_id: str, *_: Any, **__: Any) -> None:
        """End it at once: there is nothing that it might still have to keep."""
        # A page that is left says so in two ways.
        if self._seen.pop(kernel_id, None) is not None:
            await self._async_shutdown_kernel(kernel_id, now=True)

    async def _end_those_who_must(self) -> None:
        for kernel, seen in list(self._seen.items()):
            if why := await self._why_end(kernel, seen):
                self.log.warning("Kernel %s ends: %s", kernel, why)
                await self.shutdown_kernel(kernel)

    async def _why_end(self, kernel: str, seen: _Seen) -> str:
        now = time.monotonic()
        if kernel not in self or not await self.is_alive(kernel):
            return "it is gone"
        if self._kernel_connections.get(kernel):
            seen.leaves = now + _UNCONNECTED
        if now > seen.leaves:
            return "its page is gone"
        if now - seen.began > _LONGEST:
            return "it was open for too long"
        return await asyncio.to_thread(seen.watch.trouble)
