"""What is computed once for all submissions is what no learner can change, and nothing else."""

import ast
import json

import engine_units as units
import pytest
from engine_units import hand_in, solved

from autograder.judge import ahead

WORK = "sum(range(5_000_000))"


def parted(source):
    first, rest = ahead.split(ast.parse(source))
    return [ast.unparse(one) for one in first], [ast.unparse(one) for one in rest]


def test_reference_work_is_taken_ahead_of_what_reads_an_answer():
    first, rest = parted(
        "from junggu import load\n"
        "task = Task('a', points=1, answer=lambda: mine)\n"
        "table = load('dong_facts')\n"
        "def size(part):\n    return len(part) + len(table)\n"
        "right = [size(one) for one in (table, table)]\n"
        "task.expect('a', lambda: same(mine, right))\n"
    )
    assert [line.split()[0] for line in first] == ["from", "table", "def", "right"]
    assert [line.split("(")[0] for line in rest] == ["task = Task", "task.expect"]


@pytest.mark.parametrize(
    "source",
    [
        "x = mine + 1",  # an answer
        "look(y)\ny = [1]",  # somebody looked before it was bound
        "x = [1]\nx = mine",  # bound anew
        "import matplotlib.pyplot as plt\nx = plt.figure()",  # state of the whole process
        "x = print('a')",
        "import os\nx = os.urandom(4)",
        "x = (y := 3)",
        "from junggu import *",
        "x = [1]\ny = x\nlook(y)\nx[0] = 2",  # seen under another name
        "x = 1\nx += mine",
        "mine[0] = 1",
        "t = [1]\nlook(t)\nfor n in [0]:\n    t[n] = 2",
        "def f(t):\n    t[0] = 1\n    return t\nt = f([1])",  # changes what it was given
    ],
)
def test_what_could_differ_stays_where_it_is(source):
    _, rest = parted(source)
    assert rest, source


def test_a_table_of_its_own_may_be_changed_in_place():
    first, rest = parted(
        "t = load('a')\nt['b'] = t['c'] * 2\nt.loc['d', 'b'] *= 3\n"
        "@cache\ndef of(n):\n    return t['b'] + n\n"
        "def near(expected):\n    return abs(mine - expected)\n"
        "expected = of(1)\nlook(near(expected))".replace("load", "len").replace("cache", "len")
    )
    assert len(first) == 5
    assert [line.split("(")[0] for line in rest] == ["def near", "look"]


def test_a_loop_over_columns_and_a_function_on_a_copy_go_ahead():
    first, rest = parted(
        "t = len('a')\nfor name in ['b', 'c']:\n    bare = t[name] + 1\n    t[name] = bare\n"
        "def f(t):\n    own = t.copy()\n    own['b'] = 0\n    return own\nu = f(t)\nlook(u, mine)"
    )
    assert len(first) == 4
    assert rest == ["look(u, mine)"]


def test_a_table_may_be_changed_though_another_was_looked_at():
    first, rest = parted("s = [1]\nlook(s, mine)\nt = [2]\nt[0] = 3\nu = t\nlook(u)\nt[0] = 4")
    assert first == ["s = [1]", "t = [2]", "t[0] = 3", "u = t"]
    assert rest == ["look(s, mine)", "look(u)", "t[0] = 4"]


def test_what_was_looked_at_by_a_statement_that_stays_may_have_changed():
    first, rest = parted("x = [1]\nx.append(mine)\ny = x + [2]")
    assert (first, rest) == (["x = [1]"], ["x.append(mine)", "y = x + [2]"])


def test_a_name_may_be_bound_again_but_not_by_what_stays():
    first, rest = parted("x = [1]\nx = x + [2]\nlook(x)")
    assert (first, rest) == (["x = [1]", "x = x + [2]"], ["look(x)"])
    first, rest = parted("x = [1]\ndef f():\n    return x\nlook(mine)\nx = mine")
    assert first == []


def test_dice_without_a_seed_are_rolled_in_each_judge():
    assert ahead.compute(f"import numpy as np\nx = {WORK}")
    assert not ahead.compute(f"import numpy as np\nx = {WORK}\ny = np.random.rand()")


def test_light_work_and_errors_are_left_to_the_judge():
    assert not ahead.compute("x = 1 + 1")
    assert not ahead.compute(f"x = {WORK}\ny = 1 / 0")


def test_two_submissions_meet_the_same_reference_and_their_own_answer(course, warm, limits):
    from autograder.course.nbgrader_api import open_api
    from autograder.grading import grade

    # A process number tells where a statement ran.
    source = course / "source" / "T1" / "exercise.ipynb"
    notebook = json.loads(source.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "n-sum-test":
            text = "".join(cell["source"]).replace(
                "task.score()",
                f"import os\nplace = (os.getpid(), {WORK})\nhere = [os.getpid() for _ in [total]]\n"
                "print(place[0], here[0], total)\ntask.score()",
            )
            cell["source"] = text
    source.write_text(json.dumps(notebook), encoding="utf-8")
    assert open_api(course).generate_assignment("T1", force=True)["success"]
    hand_in(course, "right", "T1")
    hand_in(course, "wrong", "T1", solved("T1", {"n-sum-answer": "total = 7"}))

    lines = {line.student: line.points for line in grade(course_dir=course, warm=warm).lines}

    assert lines == {"right": 4.0, "wrong": 3.0}
    said = {}
    for student in lines:
        graded = json.loads((course / "autograded" / student / "T1" / "exercise.ipynb").read_text())
        cell = next(cell for cell in graded["cells"] if cell["id"] == "n-sum-test")
        said[student] = "".join(cell["outputs"][0]["text"]).split()
    assert said["right"][0] == said["wrong"][0]
    assert said["right"][1] != said["wrong"][1]
    assert (said["right"][2], said["wrong"][2]) == ("55", "7")
    assert units.RIGHT["T1"] == 4.0
