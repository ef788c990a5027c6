"""The grader's end of a judge: hands it test cells, and carries its questions to the kernel."""

import select
import time
from pathlib import Path

from nbformat import NotebookNode, from_dict

from autograder.judge import wire
from autograder.judge.names import Origin
from autograder.kernels.client import Kernel, KernelGone
from autograder.kernels.zygotes import Fork, Zygote
from autograder.limits import Limits


class JudgeFailed(RuntimeError):
    """The judge gave no verdict; the text says why in Korean."""


class JudgeFork:
    """One clean process for the test cells of one notebook; use as a context manager."""

    def __init__(self, *, zygote: Zygote, folder: Path, origin: Origin, limits: Limits) -> None:
        """Fork it. Raises ZygoteError when that fails."""
        self._limits = limits
        self._fork: Fork = zygote.fork(folder=folder, payload={}, channel=True)
        told = {
            "imports": origin.imports,
            "learners": sorted(origin.learners),
            "judges": sorted(origin.judges),
        }
        wire.send(self._fork.channel, told)

    def __enter__(self) -> "JudgeFork":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the judge."""
        self._fork.close()

    def run(self, source: str, *, kernel: Kernel) -> list[NotebookNode]:
        """Run a test cell over the names of ``kernel``; return the cell's outputs.

        Only this process and the judge hold the channel on which they come. Raises JudgeFailed
        when there is no verdict within the limits.
        """
        channel = self._fork.channel
        until = time.monotonic() + min(self._limits.cell_seconds, max(kernel.seconds_left, 1.0))
        limit = self._limits.message_bytes
        try:
            wire.send(channel, {"source": source})
            while True:
                self._wait(kernel, until=until)
                channel.settimeout(max(until - time.monotonic(), 0.01))
                said, buffers = wire.receive(channel, limit=limit)
                if "outputs" in said:
                    return [from_dict(output) for output in said["outputs"]]
                answer, parts = _carry(kernel, said["ask"], buffers)
                wire.send(channel, {"answer": answer}, parts)
        except TimeoutError as error:
            raise JudgeFailed("답을 확인하는 데 시간이 너무 오래 걸려서 멈췄어요.") from error
        except wire.Broken as error:
            raise JudgeFailed("답이 너무 크거나 이상해서 확인하지 못했어요.") from error

    def _wait(self, kernel: Kernel, *, until: float) -> None:
        """Wait for the judge's next word; what a learner left running is watched meanwhile."""
        said = select.poll()
        said.register(self._fork.channel, select.POLLIN)
        while not said.poll(self._limits.watch_seconds * 1000):
            if time.monotonic() > until:
                raise TimeoutError
            kernel.look()


def _carry(kernel: Kernel, request: dict, buffers: list[bytes]) -> tuple[dict, list[bytes]]:
    try:
        return kernel.ask(request, buffers)
    except KernelGone as gone:
        return {"error": {"type": "TimeoutError", "message": str(gone)}}, []
