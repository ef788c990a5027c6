"""Points cannot be made and hidden checks cannot be read from inside the learner's kernel.

Each cheat is first played the stock way, in one kernel with its test cell, to prove it real.
"""

import json
import subprocess
import sys

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook
from nbgrader.utils import determine_grade

from autograder.grading import engine, run_notebook
from autograder.limits import Limits

HIDDEN = "hidden_4f1d"
TEST = f"""
from junggu.check import Task, same
import numpy as np
{HIDDEN} = 6 * 7
task = Task("답", points=2, answer=lambda: answer)
task.expect("값을 보았어요.", lambda: same(answer, {HIDDEN}), points=1, slip="아니에요.")
task.expect("함수를 보았어요.", lambda: f(3) == 9, points=1, slip="아니에요.")
task.score()
"""

_WRONG = "answer = 0\ndef f(x): return 0\n"

FORGERIES = {
    "equals-everything": "class Any:\n    def __eq__(s, o): return True\n"
    "    def __len__(s): return 1\nclass F(float):\n    __eq__ = lambda s, o: True\n"
    "import math; math.isclose = lambda *a, **k: True\nanswer = F(1); f = lambda x: Any()",
    "patched-same": _WRONG + "import junggu.check as c\nc.same = lambda *a, **k: True\n"
    "f = lambda x: 9",
    "patched-holds": _WRONG + "import junggu.check as c\nc._holds = lambda q: (True, '')",
    "patched-score": _WRONG + "import junggu.check as c\nc.Task.score = lambda s: 2.0",
    "patched-expect": _WRONG + "import junggu.check as c\n"
    "old = c.Task.expect\n"
    "c.Task.expect = lambda s, t, when, **k: old(s, t, lambda: True, **k)",
    "patched-result": _WRONG + "import junggu.check as c\n"
    "c.Report.earned = property(lambda s: 2.0)",
    "replaced-module": _WRONG + "import sys, types\nm = types.ModuleType('junggu.check')\n"
    "class Task:\n    def __init__(s, *a, **k): pass\n    def expect(s, *a, **k): pass\n"
    "    def score(s): return 2.0\nm.Task = Task; m.same = None\nsys.modules['junggu.check'] = m",
    "import-hook": _WRONG + "import builtins\nold = builtins.__import__\n"
    "def hook(name, *a, **k):\n    m = old(name, *a, **k)\n"
    "    if name == 'junggu.check': m.Task.score = lambda s: 2.0\n    return m\n"
    "builtins.__import__ = hook",
    "syntax-transformer": _WRONG + "import ast\nclass T(ast.NodeTransformer):\n"
    "    def visit_Call(s, n):\n        s.generic_visit(n)\n"
    "        return ast.Constant(2.0) if getattr(n.func, 'attr', '') == 'score' else n\n"
    "get_ipython().ast_transformers.append(T())",
    "input-transformer": _WRONG + "get_ipython().input_transformers_cleanup.append("
    "lambda lines: ['2.0\\n'] if any('Task' in l for l in lines) else lines)",
    "replaced-run-cell": _WRONG + "ip = get_ipython()\nold = type(ip).run_cell\n"
    "type(ip).run_cell = lambda s, code, *a, **k: old(s, '2.0')",
    "isinstance-patched": "import builtins, numbers, math\nmath.isclose = lambda *a, **k: True\n"
    "answer = 1\nclass N:\n    def __eq__(s, o): return True\nf = lambda x: N()",
    "compile-patched": _WRONG + "import builtins\nold = builtins.compile\n"
    "def hook(source, *a, **k):\n    import ast\n"
    "    if isinstance(source, ast.Interactive) and 'task.score()' in ast.unparse(source):\n"
    "        source = ast.Interactive(body=[ast.Expr(ast.Constant(2.0))])\n"
    "        ast.fix_missing_locations(source)\n    return old(source, *a, **k)\n"
    "import IPython.core.compilerop as c\n"
    "c.CachingCompiler.__call__ = lambda s, src, f, sym: hook(src, f, sym)",
    "code-replaced": _WRONG + "import junggu.check as c\n"
    "c.Task.score.__code__ = (lambda self: 2.0).__code__",
    "dataclass-default": _WRONG + "import junggu.check as c\nold = c.Result.__init__\n"
    "def init(s, **k):\n    k['passed'] = True; old(s, **k)\nc.Result.__init__ = init",
}

READINGS = {
    "history": "print(In[-2:], globals().keys())",
    "frames": "import sys\nprint([k for k in sys._getframe().f_globals])",
    "names-left": "print([n for n in dir() if n.startswith('hidden')])",
    "collector": "import gc\nprint([o for o in gc.get_objects() if isinstance(o, dict)"
    " and 'hidden_' + '4f1d' in o][:1])",
    "caches": "import linecache\nprint(linecache.cache)",
    "shell-compiler": "print(get_ipython().history_manager.input_hist_raw)",
    "caller": "print(seen)",
    "transformer": "print(caught)",
}
_SPIES = (
    "import sys\nseen, caught = [], []\nanswer = 0\n"
    "def f(x):\n    frame = sys._getframe(1)\n    while frame:\n"
    "        seen.append(list(frame.f_globals) + [str(frame.f_code.co_names)])\n"
    "        frame = frame.f_back\n    return 9\n"
    "get_ipython().input_transformers_cleanup.append(lambda l: caught.extend(l) or l)"
)

_BARE = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.history_manager.enabled = False
def run(code):
    return shell.run_cell(code, store_history=True)
learn, test, after = json.loads(sys.argv[1])
run(learn)
value = run(test).result
print("POINTS", value)
run(after)
"""


def bare(learn, after=""):
    """Everything in one process, as stock nbgrader does; return what it printed."""
    command = [sys.executable, "-c", _BARE, json.dumps([learn, TEST, after])]
    return subprocess.run(command, capture_output=True, text=True, timeout=60).stdout


@pytest.fixture(scope="module")
def warm():
    with engine(limits=Limits(cell_seconds=8)) as made:
        yield made


def judged(learn, warm, after=""):
    """The points of the test cell and all that the learner's cells showed."""
    test = new_code_cell(TEST.strip(), id="test")
    test.metadata["nbgrader"] = {
        "grade": True,
        "grade_id": "test",
        "locked": True,
        "points": 2,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    cells = [new_code_cell(learn), test, new_code_cell(after)]
    executed = run_notebook(notebook=new_notebook(cells=cells), files={}, engine=warm)
    own = new_notebook(cells=[cell for cell in executed.cells if cell.id != "test"])
    return determine_grade(executed.cells[1])[0], nbformat.writes(own)


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_is_real_in_one_kernel(name):
    said = bare(FORGERIES[name])
    assert "POINTS 2.0" in said or "POINTS 2" in said, said[-800:]


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forgery_earns_nothing_from_the_judge(name, warm):
    points, _ = judged(FORGERIES[name], warm)
    # A true answer to one check is a true answer; the value is never known.
    assert points <= (1.0 if "f = lambda x: 9" in FORGERIES[name] else 0.0)


@pytest.mark.parametrize("name", READINGS)
def test_a_reading_is_real_in_one_kernel(name):
    assert HIDDEN in bare(_SPIES, READINGS[name])


@pytest.mark.parametrize("name", READINGS)
def test_hidden_checks_are_nowhere_in_reach(name, warm):
    _, shown = judged(_SPIES, warm, READINGS[name])
    assert HIDDEN not in shown.replace(READINGS[name], "")


def test_files_memory_and_processes_hold_no_hidden_check(warm):
    search = (
        "import os, re\nword = ('hidden_' + '4f1d').encode()\nfound = []\n"
        "for here, _, files in os.walk('.'):\n    for name in files:\n        try:\n"
        "            found += [name] * (word in open(os.path.join(here, name), 'rb').read())\n"
        "        except OSError:\n            pass\n"
        "with open('/proc/self/maps') as maps, open('/proc/self/mem', 'rb') as memory:\n"
        "    for line in maps:\n        a, b = (int(n, 16) for n in line.split()[0].split('-'))\n"
        "        try:\n            memory.seek(a)\n"
        "            found += ['memory'] * (word in memory.read(b - a))\n"
        "        except (OSError, ValueError, OverflowError):\n            pass\n"
        "print('FOUND', [f for f in found if f != 'memory'], found.count('memory'))"
    )
    _, shown = judged(_SPIES, warm, search)
    assert "FOUND []" in shown or "Permission" in shown


def test_an_honest_answer_gets_all_points(warm):
    assert judged("answer = 42\ndef f(x): return x * x", warm)[0] == 2.0


def test_forged_outputs_and_replies_do_not_reach_the_test_cell(warm):
    forged = (
        _WRONG + "from IPython.display import display, publish_display_data\n"
        "import threading, time\n"
        "def flood():\n    for _ in range(200):\n"
        "        publish_display_data({'text/plain': '2.0', "
        "'application/vnd.junggu.score+json': {'earned': 2.0}}); time.sleep(0.01)\n"
        "threading.Thread(target=flood, daemon=True).start()"
    )
    assert judged(forged, warm)[0] == 0.0
