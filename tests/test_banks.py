"""Every answer of the course's banks is judged as its bank says, by the grading engine."""

import pytest

from autograder import verification
from autograder.syllabus import read_syllabus

UNITS = [unit for unit in read_syllabus().units if unit.ready]


@pytest.fixture(scope="module")
def runner():
    with verification.warm_runner() as run:
        yield run


@pytest.mark.timeout(600)
@pytest.mark.parametrize("unit", UNITS, ids=[unit.code for unit in UNITS])
def test_every_verdict_is_right(unit, runner):
    verdicts = verification.verify(units=[unit], runner=runner, workers=1)
    assert verdicts
    assert [v for v in verdicts if not v.right] == []
