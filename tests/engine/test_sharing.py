"""Who gets which engine: nobody is given one that has ended."""

import os
import signal
import sys
import tempfile
from dataclasses import replace

import pytest

from autograder.grading import engine
from autograder.grading.engine import of_process
from autograder.grading.pool import here
from autograder.kernels import scratch, zygotes
from autograder.kernels.client import Kernel
from autograder.kernels.scratch import RunFolder, working_folder
from autograder.kernels.zygotes import Zygote, ZygoteError
from autograder.sandbox import users
from autograder.sandbox.selftest import candidates, report
from autograder.sandbox.tiers import TooSlow, Walls
from autograder.sandbox.users import NoUsers, Users
from junggu.data import datasets_folder

# A zygote that never comes to an answer.
_WAITS = """
import socket, sys
requests = socket.socket(fileno=int(sys.argv[1]))
while requests.recv(1 << 18):
    pass
"""


def test_an_engine_that_ended_is_given_to_nobody(limits):
    with engine(limits=limits) as made:
        tier = made.tier
        with here(made):
            assert of_process(tier) is made
    after = of_process(tier, limits=limits)
    assert after is not made
    assert after.lives()


def test_an_engine_whose_zygote_was_killed_is_started_anew(limits):
    tier = candidates()[0]
    lost = of_process(tier, limits=limits)
    assert of_process(tier, limits=limits) is lost
    os.kill(lost.kernels.pid, signal.SIGKILL)
    os.waitid(os.P_PID, lost.kernels.pid, os.WEXITED | os.WNOWAIT)
    assert of_process(tier, limits=limits) is not lost


def test_a_machine_that_is_only_slow_is_told_so_and_gets_no_weaker_walls(monkeypatch):
    started = []

    def wait(walls, descriptor, *, module):
        started.append(walls.tier)
        return [sys.executable, "-c", _WAITS, str(descriptor)]

    monkeypatch.setattr(Walls, "command", wait)
    monkeypatch.setattr(zygotes, "_START_SECONDS", 0.01)
    with pytest.raises(TooSlow, match="느려서"), engine():
        pass
    assert set(started) == {candidates()[0]}


def test_a_run_removes_what_a_killed_one_has_left_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "_FRESH", -1)
    left, others = tmp_path / "jg-killed", tmp_path / "theirs"
    (left / "work").mkdir(parents=True)
    others.mkdir()
    first = RunFolder()
    second = RunFolder()
    assert first.path.is_dir()
    assert not left.exists()
    first.remove()
    second.remove()
    assert list(tmp_path.iterdir()) == [others]


def test_no_two_zygotes_have_a_user_in_common_and_too_many_are_told_so(tmp_path, monkeypatch):
    """The limit of processes is counted by user: a bomb in one would stop the other's kernels."""
    monkeypatch.setattr(users, "_LOCKS", tmp_path / "users")
    monkeypatch.setattr(users, "_FREE", range(61184, 61184 + 2 * 64))
    kernels, judges = Users(), Users()
    assert not set(kernels.numbers) & set(judges.numbers)
    with pytest.raises(NoUsers, match="하나가 끝난 뒤"):
        Users()
    kernels.release()
    assert Users().numbers == kernels.numbers


def test_where_no_user_can_be_held_it_says_which_folder_must_be_open(tmp_path, monkeypatch):
    (tmp_path / "run").write_text("")
    monkeypatch.setattr(users, "_LOCKS", tmp_path / "run" / "users")
    with pytest.raises(NoUsers, match="users 폴더에 쓰지 못했어요"), engine():
        pass
    proofs = report(datasets=datasets_folder())
    assert proofs
    assert all("users 폴더에 쓰지 못했어요" in proof.says and not proof.held for proof in proofs)


def test_a_fork_that_ends_before_it_is_ready_says_by_which_signal(limits):
    with engine(limits=limits) as made:
        # ZMQ ends a process that can start no thread of its own.
        full = replace(made.limits, processes=0)
        walls = Walls(
            tier=made.tier, limits=full, run_folder=made.run_folder, datasets=made.datasets
        )
        zygote = Zygote(role="kernel", walls=walls)
        try:
            with (
                working_folder(made.run_folder) as folder,
                pytest.raises(ZygoteError, match=r"준비되기 전에 끝났어요\(신호 6\)"),
            ):
                Kernel(zygote=zygote.wait(), folder=folder, limits=full)
        finally:
            zygote.stop()
