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
from autograder.grading.engine import execute
from autograder.grading.origins import origin_of
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

# Cheats that take a check by its own weak side: (the learner's cell, what the check asks).
_CHANGES = "from sklearn.base import BaseEstimator\nasked = [0]\n"
_TURN = "asked.append(0) or len(asked) % 2 == 0"
TRICKS = {
    "end-of-a-walk": (
        "def answer(n): raise StopIteration",
        "all(map(lambda n: answer(n) == n * n, range(2, 6)))",
    ),
    "true-object": ("class T: pass\nanswer = T()", "answer"),
    "changing-list": (
        f"{_CHANGES}class T(BaseEstimator):\n"
        f"    def __iter__(s): return iter([1, 2] if {_TURN} else [9])\nanswer = T()",
        "set(answer) <= {1, 2} and max(answer) > 5",
    ),
    "changing-length": (
        f"{_CHANGES}class T(BaseEstimator):\n"
        f"    def __len__(s): return 1 if {_TURN} else 9\nanswer = T()",
        "len(answer) == 1 and len(answer) == 9",
    ),
    "changing-dictionary": (
        f"{_CHANGES}from sklearn.utils import Bunch\nclass T(Bunch):\n"
        f"    def values(s): return [1] if {_TURN} else [9]\nanswer = T(a=1)",
        "set(answer.values()) == {1} and set(answer.values()) == {9}",
    ),
    "changing-model": (
        f"{_CHANGES}class T(BaseEstimator):\n"
        f"    def predict(s, X): return [0 if {_TURN} else 1]\n"
        "from sklearn.dummy import DummyClassifier\n"
        "class D(T, DummyClassifier): pass\nanswer = D()",
        "list(answer.predict([[0]])) == [0] and list(answer.predict([[0]])) == [1]",
    ),
    "changing-attribute": (
        f"{_CHANGES}class T(BaseEstimator):\n"
        f"    coef_ = property(lambda s: 1 if {_TURN} else 9)\nanswer = T()",
        "answer.coef_ == 1 and answer.coef_ == 9",
    ),
    "changing-function": (
        f"{_CHANGES}def answer(x): return 1 if {_TURN} else 9",
        "answer(3) == 1 and answer(3) == 9",
    ),
    "changing-table": (
        f"{_CHANGES}import pandas as pd\nclass T(pd.Series):\n"
        f"    def sum(s): return 1 if {_TURN} else 9\n"
        "T.__module__, T.__qualname__ = 'sklearn.utils.fixes', 'pd.Series'\nanswer = T([1])",
        "answer.sum() == 1 and answer.sum() == 9",
    ),
    "own-praise": (
        "from sklearn.dummy import DummyClassifier\nclass T(DummyClassifier):\n"
        "    def score(s, *a, **k): return 1.0\nanswer = T().fit([[0]], [0])",
        "answer.score([[0], [1]], [0, 1]) > 0.9",
    ),
    "praise-of-a-part": (
        "from sklearn.dummy import DummyClassifier\nfrom sklearn.pipeline import make_pipeline\n"
        "class T(DummyClassifier):\n    def score(s, *a, **k): return 1.0\n"
        "answer = make_pipeline(T()).fit([[0]], [0])",
        "answer.score([[0], [1]], [0, 1]) > 0.9",
    ),
    "changing-bars": (
        "from matplotlib.container import BarContainer\nclass T(BarContainer):\n"
        "    def __new__(c): return tuple.__new__(c, (1, 2))\n"
        "    def __init__(s): pass\n    def count(s, k): return 7\n"
        "    def __getitem__(s, k): return 9\nanswer = T()",
        "list(answer) == [1, 2] and answer[0] == 9 and answer.count(1) == 7",
    ),
    "own-scorer": (
        "from sklearn.dummy import DummyClassifier\n"
        "from sklearn.model_selection import GridSearchCV\n"
        "answer = GridSearchCV(DummyClassifier(), {}, scoring=lambda *a: 1.0)\n"
        "answer.fit([[0]] * 10, [0] * 10)",
        "answer.score([[0], [1]], [0, 1]) > 0.9",
    ),
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

_SHELL = """
import json, sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.history_manager.enabled = False
def run(code):
    return shell.run_cell(code, store_history=True)
"""
_BARE_TRICKS = f"""{_SHELL}
for learn, test in json.loads(sys.argv[1]):
    shell.reset(new_session=False)
    run(learn)
    print("\\nPOINTS", run(test).result)
"""
_BARE = f"""{_SHELL}
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


def _graded(source):
    test = new_code_cell(source.strip(), id="test")
    test.metadata["nbgrader"] = {
        "grade": True,
        "grade_id": "test",
        "locked": True,
        "points": 2,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    return test


def judged(learn, warm, after="", test=TEST):
    """The points of the test cell and all that the learner's cells showed."""
    test = _graded(test)
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


def _asks(question):
    return (
        "from junggu.check import Task\ntask = Task('답', points=2, answer=lambda: answer)\n"
        f"task.expect('보았어요.', lambda: {question}, points=2, slip='아니에요.')\ntask.score()"
    )


@pytest.fixture(scope="module")
def bare_tricks():
    """What each trick earns in one kernel: all in one process, for which each is a new start."""
    told = [[learn, _asks(question)] for learn, question in TRICKS.values()]
    command = [sys.executable, "-c", _BARE_TRICKS, json.dumps(told)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=300).stdout
    earned = [line.split()[1] for line in said.splitlines() if line.startswith("POINTS")]
    return dict(zip(TRICKS, earned, strict=True))


@pytest.mark.parametrize("name", TRICKS)
def test_a_trick_works_in_one_kernel_and_not_on_the_judge(name, warm, bare_tricks):
    learn, question = TRICKS[name]
    assert bare_tricks[name] == "2.0"
    assert judged(learn, warm, test=_asks(question))[0] == 0.0


def test_what_another_test_cell_defines_is_never_the_learners(warm):
    answer = new_code_cell("answer = 42", metadata={"nbgrader": {"solution": True}})
    helper, asks = _graded("def right(x): return x == 42"), _graded(_asks("right(answer)"))
    cheat = new_code_cell("answer = 0\ndef right(x): return True")
    # The learner has put the cells in another order.
    handed_in = new_notebook(cells=[cheat, asks, helper])
    execute(
        handed_in,
        engine=warm,
        origin=origin_of(new_notebook(cells=[answer, helper, asks])),
        learner_files={},
        judge_files={},
    )
    assert determine_grade(asks)[0] == 0.0


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
