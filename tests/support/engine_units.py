"""Small units for tests of the engine: numbers and functions, a model with a figure, clicks."""

from collections.abc import Mapping
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

CONFIG = """
from pathlib import Path
from autograder.course.settings import configure_grader
root = Path(__file__).resolve().parent
c = get_config()  # noqa: F821
configure_grader(c, course="officials", root=root, exchange=root / "exchange")
"""

_CHECK = "from junggu.check import Task, same\n"


def _cell(name: str, source: str, **about: object) -> NotebookNode:
    cell = new_code_cell(source.strip("\n"), id=name)
    cell.metadata["nbgrader"] = {
        "grade": False,
        "grade_id": name,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    } | about
    return cell


def _answer(name: str, stub: str, solution: str) -> NotebookNode:
    source = f"{stub}\n### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    return _cell(name, source, solution=True)


def _test(name: str, points: int, source: str) -> NotebookNode:
    cell = _cell(name, source, grade=True, locked=True, points=points)
    cell.metadata["junggu"] = {"objective": 1}
    return cell


def numbers() -> NotebookNode:
    """A light unit: a value, a function."""
    return new_notebook(
        cells=[
            new_markdown_cell("# 수와 함수", id="n-title"),
            new_code_cell("import numpy as np\nimport pandas as pd", id="n-setup"),
            _answer("n-sum-answer", "total = ...", "total = sum(range(1, 11))"),
            _test(
                "n-sum-test",
                2,
                _CHECK
                + """
task = Task("1부터 10까지 더하기", points=2, answer=lambda: total)
task.expect("수인지 보았어요.", lambda: total == int(total), points=1, slip="수가 아니에요.")
### BEGIN HIDDEN TESTS
secret_total = sum(range(1, 11))
task.expect("값을 보았어요.", lambda: same(total, secret_total), points=1, slip="더해 보세요.")
### END HIDDEN TESTS
task.score()
""",
            ),
            _answer("n-double-answer", "double = ...", "def double(x):\n    return 2 * x"),
            _test(
                "n-double-test",
                2,
                _CHECK
                + """
task = Task("두 배", points=2, answer=lambda: double)
task.expect("2를 넣어 보았어요.", lambda: double(2) == 4, points=1, slip="다시 보세요.")
### BEGIN HIDDEN TESTS
task.expect("표를 넣어 보았어요.",
            lambda: same(double(pd.Series([1, 2])), pd.Series([2, 4])), points=1, slip="표요.")
### END HIDDEN TESTS
task.score()
""",
            ),
        ]
    )


def model() -> NotebookNode:
    """A unit that fits a model and draws."""
    return new_notebook(
        cells=[
            new_code_cell(
                "import numpy as np\nimport pandas as pd\nimport matplotlib.pyplot as plt\n"
                "from junggu import load, show\n"
                "from sklearn.linear_model import LogisticRegression",
                id="m-setup",
            ),
            new_code_cell('dong = load("dong_facts")\ndong.head()', id="m-data"),
            _answer(
                "m-model-answer",
                "model = ...",
                "model = LogisticRegression(C=100).fit([[0], [1], [2], [3]], [0, 0, 1, 1])",
            ),
            _test(
                "m-model-test",
                3,
                _CHECK
                + """
points = np.array([[0.2], [2.8]])
task = Task("모형", points=3, answer=lambda: model)
task.expect("모형인지 보았어요.",
            lambda: hasattr(model, "predict"), points=1, slip="모형이 아니에요.")
### BEGIN HIDDEN TESTS
task.expect("새 점을 맞히는지 보았어요.",
            lambda: same(model.predict(points), np.array([0, 1])), points=2, slip="다시요.")
### END HIDDEN TESTS
task.score()
""",
            ),
            _answer(
                "m-figure-answer",
                "figure = ax = ...",
                "figure, ax = plt.subplots()\nax.bar(['가', '나'], [1, 3])\n"
                "ax.set_title('동마다')\nshow(alt='막대 둘')",
            ),
            _test(
                "m-figure-test",
                1,
                _CHECK
                + """
task = Task("그림", points=1, answer=lambda: ax)
task.expect("막대 둘과 제목을 보았어요.",
            lambda: len(ax.patches) == 2 and ax.get_title() != "", points=1, slip="제목이요.")
task.score()
""",
            ),
        ]
    )


def clicks() -> NotebookNode:
    """A unit whose answers come from answers.json."""
    return new_notebook(
        cells=[
            _cell("c-read", "from junggu.answers import saved\nchoices = saved()", locked=True),
            _test(
                "c-test",
                4,
                _CHECK
                + """
key = {"q1": "a", "q2": "b", "q3": "a", "q4": "b"}
task = Task("고르기", points=4, answer=lambda: choices)
for number, (question, right) in enumerate(key.items(), start=1):
    task.expect(f"{number}번을 보았어요.",
                lambda question=question, right=right: choices.get(question) == right,
                points=1, slip="다시 볼 문자예요.")
task.score()
""",
            ),
        ]
    )


def lesson(source: str = "print('읽기')") -> NotebookNode:
    """Nothing to grade; lies beside the exercise of T1."""
    return new_notebook(cells=[new_code_cell(source, id="n-lesson")])


UNITS = {"T1": numbers, "T2": model, "T3": clicks}
RIGHT = {"T1": 4.0, "T2": 4.0, "T3": 4.0}
CLICKS = b'{"q1": "a", "q2": "b", "q3": "a", "q4": "b"}'


def make_course(folder: Path) -> Path:
    """An nbgrader course with the three units generated; returns ``folder``."""
    from autograder.course.nbgrader_api import open_api

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(CONFIG)
    for name, build in UNITS.items():
        source = folder / "source" / name
        source.mkdir(parents=True)
        nbformat.write(build(), source / "exercise.ipynb")
    nbformat.write(lesson(), folder / "source" / "T1" / "lesson.ipynb")
    api = open_api(folder)
    for name in UNITS:
        made = api.generate_assignment(name, force=True)
        assert made["success"], made
    return folder


def solved(name: str, changes: Mapping[str, str] | None = None) -> NotebookNode:
    """The release version with the reference answers, or those of ``changes`` by cell."""
    notebook = UNITS[name]()
    for cell in notebook.cells:
        if cell.id in (changes or {}):
            cell.source = changes[cell.id]
        elif cell.metadata.get("nbgrader", {}).get("solution"):
            cell.source = cell.source.split("### BEGIN SOLUTION\n")[1].split("\n### END")[0]
        head, _, rest = cell.source.partition("### BEGIN HIDDEN TESTS\n")
        cell.source = head + rest.partition("### END HIDDEN TESTS\n")[2]
    return notebook


def hand_in(
    course: Path,
    student: str,
    name: str,
    notebook: NotebookNode | bytes | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Path:
    """Put a submission where collecting would; the solved notebook unless told otherwise."""
    folder = course / "submitted" / student / name
    folder.mkdir(parents=True, exist_ok=True)
    notebook = solved(name) if notebook is None else notebook
    content = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode()
    (folder / "exercise.ipynb").write_bytes(content)
    (folder / "timestamp.txt").write_text("2026-03-02 01:00:00.000000 UTC")
    for path, data in (files or ({"answers.json": CLICKS} if name == "T3" else {})).items():
        (folder / path).write_bytes(data)
    return folder
