"""What a cell shows reaches the notebook whole, though no thread publishes it."""

import pytest

from autograder.kernels.client import Kernel
from autograder.kernels.scratch import working_folder


@pytest.fixture
def kernel(warm, limits):
    with (
        working_folder(warm.run_folder) as folder,
        Kernel(zygote=warm.kernels, folder=folder, limits=limits) as made,
    ):
        yield made


def test_threads_that_show_things_at_once_lose_nothing(kernel):
    run = kernel.run(
        "import threading\n"
        "def show(n):\n"
        "    for k in range(50):\n"
        "        display({'n': n, 'k': k})\n"
        "threads = [threading.Thread(target=show, args=(n,)) for n in range(8)]\n"
        "[t.start() for t in threads]\n"
        "[t.join() for t in threads]\n"
        "print('끝')"
    )
    shown = [o.data["text/plain"] for o in run.outputs if o.output_type == "display_data"]
    assert len(set(shown)) == 400
    assert run.outputs[-1].text == "끝\n"


def test_what_was_printed_before_an_endless_loop_is_kept(kernel):
    run = kernel.run("print('여기까지')\nwhile True: pass")
    assert run.stopped
    assert run.outputs[0].text == "여기까지\n"


@pytest.mark.parametrize("code", ["while True: print('가' * 1000)", "print('가' * 10**8)"])
def test_printing_without_end_is_cut_long_before_memory_runs_out(kernel, limits, code):
    run = kernel.run(code)
    assert "너무 많아서" in run.stopped
    assert sum(len(o.get("text", "").encode()) for o in run.outputs) <= limits.output_bytes


def test_what_was_cut_for_its_length_says_so_though_it_does_not_end(kernel):
    deaf = "while True:\n    try:\n        print('가' * 1000)\n    except KeyboardInterrupt: pass"
    run = kernel.run(deaf)
    assert "너무 많아서" in run.stopped == kernel.gone


def test_other_programs_and_both_streams_come_in_order(kernel):
    run = kernel.run(
        "import sys\nprint('하나')\nprint('둘', file=sys.stderr)\ndisplay('셋')\nprint('넷')"
    )
    told = [o.get("text") or o.data["text/plain"] for o in run.outputs]
    assert told == ["하나\n", "둘\n", "'셋'", "넷\n"]
    kernel.run("word = '밖'")
    shown = [kernel.run(f"!echo {{word}}{n}").outputs for n in range(10)]
    assert ["".join(o.get("text", "") for o in one) for one in shown] == [
        f"밖{n}\n" for n in range(10)
    ]
