"""Who gets which engine: nobody is given one that has ended."""

import os
import signal

from autograder.grading import engine
from autograder.grading.engine import of_process
from autograder.grading.pool import here
from autograder.sandbox.selftest import candidates


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
