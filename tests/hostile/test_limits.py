"""What comes out of a learner's kernel or notebook never costs the grader more than is allowed."""

import json
import time

import nbformat
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading import engine, run_notebook
from autograder.grading.model import CellPlan, NotebookPlan, Refused
from autograder.grading.repair import repair
from autograder.judge.names import Origin
from autograder.kernels.client import Kernel, KernelGone
from autograder.kernels.scratch import working_folder
from autograder.limits import DEFAULT, Limits

LIMITS = Limits(cell_seconds=8, submission_seconds=20, received_bytes=16 << 20)
_SEND = (
    "import json\nkernel = get_ipython().kernel\n"
    "kernel.session.pack = lambda content: json.dumps(content, default=str).encode()\n"
    "def send(kind, **content):\n"
    "    kernel.session.send(kernel.iopub_socket, kind, content, parent=kernel.get_parent())\n"
)
PLAN = NotebookPlan(
    name="exercise",
    cells=(CellPlan(grade_id="a", cell_type="code", source="", metadata={"solution": True}),),
    origin=Origin(),
    metadata={},
)


@pytest.fixture(scope="module")
def warm():
    with engine(limits=LIMITS) as made:
        yield made


@pytest.fixture
def kernel(warm):
    with (
        working_folder(warm.run_folder) as folder,
        Kernel(zygote=warm.kernels, folder=folder, limits=LIMITS) as made,
    ):
        yield made


def test_a_flood_of_what_is_not_shown_ends_the_kernel_not_the_grader(kernel):
    before = psutil.Process().memory_info().rss
    run = kernel.run(_SEND + "for _ in range(60): send('comm_msg', data='x' * (8 << 20))")
    assert run.stopped == kernel.gone != ""
    assert psutil.Process().memory_info().rss - before < 200 << 20


def test_messages_that_no_kernel_writes_are_passed_over(kernel):
    run = kernel.run(
        _SEND + "deep = []\nfor _ in range(300): deep = [deep]\n"
        "send('stream', name='stdout', text='가')\n"
        "send('stream', name='stdout', text=['나', '다\\ud800\\n'])\n"
        "send('stream', name=['stdout'], text='x')\n"
        "send('display_data', data={'text/plain': 'x'}, metadata={}, transient=[1])\n"
        "send('update_display_data', data={'text/plain': 'x'}, metadata={}, transient=[1])\n"
        "send('display_data', data={'application/json': deep}, metadata={}, transient={})\n"
        "send('display_data', data={'application/json': float('nan')}, metadata={}, transient={})\n"
        "send('error', ename={}, evalue=1, traceback=2)\n"
        "print('끝')"
    )
    assert not run.stopped
    texts = "".join(output.get("text", "") for output in run.outputs)
    assert texts.startswith("가나다?\n")
    assert texts.endswith("끝\n")
    notebook = new_notebook(cells=[new_code_cell(outputs=run.outputs)])
    nbformat.validate(notebook)
    assert nbformat.writes(notebook).encode()


@pytest.mark.parametrize(
    "flood",
    [
        "show = display('x', display_id='d')\nfor _ in range(200): display('x', display_id='d')\n"
        "show.update('가' * 100_000)",
        "for _ in range(400): display({}, raw=True)",
        "import sys\nfor _ in range(200):\n    print('x', flush=True)\n"
        "    print('x', file=sys.stderr, flush=True)",
    ],
    ids=["one-text-in-many-places", "nothing", "in-turns"],
)
def test_a_notebook_holds_no_more_than_it_may_show(warm, flood):
    limits = Limits(output_bytes=150_000)
    with (
        working_folder(warm.run_folder) as folder,
        Kernel(zygote=warm.kernels, folder=folder, limits=limits) as kernel,
    ):
        run = kernel.run(flood)
    assert "너무 많아서" in run.stopped
    notebook = new_notebook(cells=[new_code_cell(outputs=run.outputs)])
    assert len(nbformat.writes(notebook)) < 2 * limits.output_bytes


def test_a_display_may_change_often(kernel):
    run = kernel.run(
        "show = display('x', display_id=True)\n"
        "for n in range(100): show.update('가' * 20_000 + str(n))"
    )
    assert not run.stopped
    assert run.outputs[0].data["text/plain"].endswith("99'")


def test_no_cell_runs_after_the_time_of_the_whole(warm):
    limits = Limits(cell_seconds=8, submission_seconds=1, interrupt_seconds=1)
    endless = "while True:\n    try:\n        while True: pass\n    except KeyboardInterrupt: pass"
    with (
        working_folder(warm.run_folder) as folder,
        Kernel(zygote=warm.kernels, folder=folder, limits=limits) as kernel,
    ):
        assert kernel.run(endless).stopped
        began = time.monotonic()
        for _ in range(20):
            with pytest.raises(KernelGone):
                kernel.run(endless)
        assert time.monotonic() - began < 1


def test_what_runs_on_while_a_check_computes_is_watched(warm):
    learn = new_code_cell(
        "import threading\ndef fill():\n    for n in range(6):\n"
        "        open(f'x{n}', 'wb').write(bytes(60 << 20))\n"
        "threading.Thread(target=fill, daemon=True).start()\ndef f(): return 9"
    )
    test = new_code_cell("import time\ntime.sleep(4)\nf() == 9")
    test.metadata["nbgrader"] = {"grade": True, "grade_id": "test", "solution": False}
    executed = run_notebook(
        notebook=new_notebook(cells=[learn, test]), files={}, engine=warm, limits=LIMITS
    )
    assert "True" not in str(executed.cells[1].outputs)


@pytest.mark.parametrize(
    "cells",
    [
        "{}," * (DEFAULT.notebook_cells + 1),
        '{"cell_type": "code", "source": [' + '"",' * DEFAULT.notebook_parts + '""]},',
    ],
    ids=["cells", "lines"],
)
def test_a_notebook_of_very_many_parts_is_refused_before_it_fills_memory(cells):
    with pytest.raises(Refused, match="한 번 더 내"):
        repair(f'{{"cells": [{cells[:-1]}]}}'.encode(), plan=PLAN)


def test_a_long_notebook_is_taken():
    cells = [{"cell_type": "markdown", "source": "글"}] * 500
    notebook, _ = repair(json.dumps({"cells": cells}).encode(), plan=PLAN)
    assert len(notebook.cells) == 501
