"""``junggu-warm``: Jupyter's way to our warm, confined kernels.

nbclient, nbgrader and formgrader use it through the kernelspec of :func:`kernel_spec` without a
change. The kernel works on a copy of the folder it was started for, and writes nothing back.
"""

import asyncio
import atexit
import contextlib
import os
import signal
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning import LocalProvisioner

from autograder.kernels.scratch import RunFolder, working_folder
from autograder.kernels.zygotes import Fork, Zygote
from autograder.limits import DEFAULT, Limits
from autograder.sandbox.tiers import Tier, Walls, best
from junggu.data import datasets_folder

KERNEL_NAME = "junggu-warm"
_zygotes: dict[int, Zygote] = {}  # by process


class WarmProvisioner(LocalProvisioner):
    """Starts a kernel by forking the process-wide zygote."""

    _fork: Fork | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._open = contextlib.ExitStack()

    @property
    def has_process(self) -> bool:
        return self._fork is not None

    @property
    def folder(self) -> Path:
        """The working folder of the kernel that runs."""
        return self._folder

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        here = Path(kwargs.get("cwd") or os.getcwd())
        zygote = _zygote()
        content = {
            path.name: path.read_bytes()
            for path in sorted(here.iterdir())
            if path.is_file() and path.suffix != ".ipynb" and not path.name.startswith(".")
        }
        self._folder = self._open.enter_context(
            working_folder(zygote.walls.run_folder, files=content)
        )
        manager = self.parent
        manager.transport, manager.ip = "ipc", str(self._folder / ".k")
        return await super().pre_launch(**kwargs | {"transport_encryption": "disabled"})

    async def launch_kernel(self, cmd: list[str], **_: Any) -> dict[str, Any]:
        connection = {
            name: value.decode() if isinstance(value, bytes) else value
            for name, value in self.connection_info.items()
        }
        payload = {"connection": connection, "front_end": True}
        self._fork = _zygote().fork(folder=self._folder, payload=payload)
        self.pid = self._fork.pid
        return self.connection_info

    async def poll(self) -> int | None:
        return 0 if self._fork is None or self._fork.ended() else None

    async def wait(self) -> int | None:
        while await self.poll() is None:
            await asyncio.sleep(0.02)
        self._drop()
        return 0

    async def send_signal(self, signum: int) -> None:
        if self._fork is None:
            return
        if signum == signal.SIGINT:
            self._fork.interrupt()
        elif signum in (signal.SIGKILL, signal.SIGTERM):
            self._fork.kill()

    async def kill(self, restart: bool = False) -> None:
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:
        await self.send_signal(signal.SIGTERM)

    async def cleanup(self, restart: bool = False) -> None:
        self._drop()

    def _drop(self) -> None:
        if self._fork is not None:
            self._fork.close()
            self._fork = None
        self._open.close()


def install_kernel_spec(*, prefix: str) -> str:
    """Put the kernelspec under ``prefix`` (such as ``sys.prefix``); return its folder."""
    source = files("autograder.kernels").joinpath("kernelspec")
    return KernelSpecManager().install_kernel_spec(
        str(source), kernel_name=KERNEL_NAME, prefix=prefix
    )


def confine(*, tier: Tier, limits: Limits, readable: Sequence[Path] = ()) -> Zygote:
    """Start the zygote of this process in ``tier``; every kernel from now on is a fork of it.

    Beside Python, the datasets and its own folder, its code may read the folders ``readable``.
    A process that does not call this gets the best tier and the default limits.
    """
    run = RunFolder()
    walls = Walls(
        tier=tier,
        limits=limits,
        run_folder=run.path,
        datasets=datasets_folder(),
        readable=readable,
    )
    zygote = _zygotes[os.getpid()] = Zygote(role="kernel", walls=walls)
    atexit.register(_stop, zygote, run, os.getpid())
    return zygote


def _zygote() -> Zygote:
    if os.getpid() not in _zygotes:
        confine(tier=best(), limits=DEFAULT)
    return _zygotes[os.getpid()]


def _stop(zygote: Zygote, run: RunFolder, owner: int) -> None:
    if os.getpid() == owner:
        zygote.stop()
        run.remove()
