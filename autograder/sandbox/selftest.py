"""Proves a tier by a canary: code in a fork tries to reach out, and the host is looked at."""

import contextlib
import json
import os
import secrets
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path

from autograder.kernels.client import Kernel, KernelGone
from autograder.kernels.scratch import RunFolder, working_folder
from autograder.kernels.zygotes import Zygote, ZygoteError
from autograder.limits import Limits
from autograder.sandbox.tiers import NoSandbox, Tier, TooSlow, Walls, available
from autograder.sandbox.users import NoUsers

_CANARY_SECONDS = 20

_CANARY = """
import json, os, pathlib, socket
told = {{}}
def attempt(name, act):
    try:
        told[name] = bool(act())
    except BaseException:
        told[name] = False
attempt("읽기", lambda: {secret!r} in pathlib.Path({inside!r}).read_text())
attempt("쓰기", lambda: pathlib.Path({outside!r}).write_text("x"))
attempt("네트워크", lambda: socket.create_connection(("127.0.0.1", {port}), 1))
attempt("다른 프로세스", lambda: os.kill({pid}, 0) is None)
attempt("own", lambda: pathlib.Path("own.txt").write_text("x"))
print(json.dumps(told))
"""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """Whether ``tier`` held on this machine; ``says`` is Korean. ``slow``: it is not known."""

    tier: Tier
    held: bool
    says: str
    slow: bool = False


def canary(kernels: Zygote) -> Proof:
    """Let the canary try in a fork of ``kernels``; about a tenth of a second.

    Raises TooSlow when it does not come to its end.
    """
    tier, limits = kernels.walls.tier, Limits(cell_seconds=_CANARY_SECONDS)
    secret = secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="junggu-canary-") as private, socket.socket() as server:
        # Open to every user, so that file rights alone cannot pass for a wall.
        os.chmod(private, 0o777)
        inside, outside = Path(private, "secret"), Path(private, "written")
        inside.write_text(secret)
        server.bind(("127.0.0.1", 0))
        server.listen()
        code = _CANARY.format(
            secret=secret,
            inside=str(inside),
            outside=str(outside),
            port=server.getsockname()[1],
            pid=os.getpid(),
        )
        try:
            with (
                working_folder(kernels.walls.run_folder) as folder,
                Kernel(zygote=kernels, folder=folder, limits=limits) as kernel,
            ):
                ran = kernel.run(code)
            if ran.stopped and ran.seconds >= _CANARY_SECONDS:
                raise TooSlow("울타리 시험을", _CANARY_SECONDS)
            told = json.loads("".join(output.get("text", "") for output in ran.outputs))
        except (ZygoteError, KernelGone, ValueError) as error:
            return Proof(tier=tier, held=False, says=str(error).splitlines()[-1])
        reached = [name for name, done in told.items() if done and name != "own"]
        if outside.exists() and "쓰기" not in reached:
            reached.append("쓰기")
    if not told["own"]:
        return Proof(tier=tier, held=False, says="자기 폴더에도 쓰지 못해요.")
    if reached:
        return Proof(tier=tier, held=False, says=f"막히지 않은 것: {', '.join(reached)}")
    return Proof(tier=tier, held=True, says=", ".join(tier.layers))


def candidates(name: str | None = None) -> list[Tier]:
    """The tiers to try for a run, best first, or the one asked for by name.

    Raises NoSandbox with a Korean sentence when there is none: ``none`` must be asked for.
    """
    if name is None:
        tiers = available()
        if not tiers:
            raise NoSandbox()
        return tiers
    try:
        tier = Tier(name)
    except ValueError as error:
        raise NoSandbox(f"‘{name}’ 울타리는 없어요. A, B, C, none 가운데 골라 주세요.") from error
    if tier is not Tier.NONE and tier not in available():
        raise NoSandbox(f"이 컴퓨터에서는 울타리 {name}를 만들 수 없어요.")
    return [tier]


def report(*, datasets: Path) -> list[Proof]:
    """Every tier of this machine, proven; for ``junggu doctor``. A few seconds a tier."""
    return [_proof(tier, datasets=datasets) for tier in available()]


def _proof(tier: Tier, *, datasets: Path) -> Proof:
    with contextlib.ExitStack() as undo:
        run = RunFolder()
        undo.callback(run.remove)
        walls = Walls(tier=tier, limits=Limits(), run_folder=run.path, datasets=datasets)
        try:
            zygote = Zygote(role="kernel", walls=walls)
            undo.callback(zygote.stop)
            return canary(zygote.wait())
        except TooSlow as error:
            return Proof(tier=tier, held=False, says=str(error), slow=True)
        except (ZygoteError, NoUsers) as error:
            return Proof(tier=tier, held=False, says=str(error).splitlines()[-1])
