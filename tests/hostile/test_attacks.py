"""Every attack has its effect when run bare, and none in any tier of the sandbox.

What stays open is listed in OPEN, by tier; docs name it too.
"""

import os
import subprocess
import sys

import pytest
from hostile_attacks import ATTACKS
from hostile_host import Host

from autograder.grading import engine
from autograder.kernels.client import Kernel
from autograder.kernels.scratch import working_folder
from autograder.limits import Limits
from autograder.sandbox.tiers import Tier, available

LIMITS = Limits(
    cell_seconds=8,
    memory_bytes=256 << 20,
    processes=40,
    file_bytes=20 << 20,
    disk_bytes=40 << 20,
    disk_files=1000,
    watch_seconds=0.1,
)

# Without namespaces or Landlock some things can be seen; none of them can be changed.
OPEN: dict[str, set[tuple[str, str]]] = {"A": set(), "B": set(), "C": set()}

EVERY = [(family, name) for family, attacks in ATTACKS.items() for name in attacks]


def code_of(family, name, host):
    code = ATTACKS[family][name]
    for word, value in host.words.items():
        code = code.replace(f"<{word}>", str(value))
    return code


@pytest.fixture
def host():
    made = Host()
    try:
        yield made
    finally:
        made.close()


@pytest.fixture(scope="module")
def untouched():
    """One host for all attacks that have no effect; a touched one is thrown away."""
    hosts = [Host()]
    yield hosts
    for made in hosts:
        made.close()


@pytest.fixture(scope="module", params=[tier.value for tier in Tier if tier is not Tier.NONE])
def walled(request):
    if Tier(request.param) not in available():
        pytest.skip(f"tier {request.param} cannot be built on this machine")
    with engine(sandbox=request.param, limits=LIMITS) as made:
        yield made


def test_there_are_enough_attacks():
    assert len(EVERY) >= 60


@pytest.mark.skipif(os.geteuid() != 0, reason="some attacks need root to be real when bare")
@pytest.mark.parametrize(("family", "name"), EVERY)
def test_bare_it_is_real(family, name, host, tmp_path):
    (tmp_path / "neighbour").mkdir()
    work = tmp_path / "work"
    work.mkdir()
    shown = tmp_path / "shown"
    # A file, not a pipe: what an attack leaves behind would hold a pipe open.
    with shown.open("w") as file:
        code = code_of(family, name, host)
        command = [sys.executable, "-c", code]
        subprocess.run(command, stdout=file, stderr=file, cwd=work, timeout=60)
    assert host.effects(shown.read_text()), shown.read_text()[-500:]


@pytest.mark.parametrize(("family", "name"), EVERY)
def test_walled_it_has_no_effect(family, name, untouched, walled):
    host, run = untouched[-1], walled.run_folder
    with (
        working_folder(run, files={"neighbour": b"x"}),
        working_folder(run) as folder,
        Kernel(zygote=walled.kernels, folder=folder, limits=LIMITS) as kernel,
    ):
        ran = kernel.run(code_of(family, name, host))
        shown = "".join(str(output.get("text", "")) for output in ran.outputs)
    effects = host.effects(shown)
    if effects:
        untouched.append(Host())
    if (family, name) in OPEN[walled.tier.value]:
        pytest.xfail("named as open")
    assert not effects, shown[-500:]
