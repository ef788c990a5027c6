"""What formgrader's autograde button calls uses our engine and gives the same scores."""

import nbformat
from engine_units import hand_in, solved

from autograder.course.nbgrader_api import open_api
from autograder.grading.preprocessors import use_engine

_LEAK = "import glob\ntotal = ''.join(open(f).read() for f in glob.glob('**', recursive=True))"


def test_the_autograde_button_judges_apart(course):
    hand_in(course, "honest", "T1")
    hand_in(course, "spy", "T1", solved("T1", {"n-sum-answer": f"{_LEAK}\nprint(total)"}))
    hand_in(course, "clicker", "T3")
    api = open_api(course)
    use_engine(api.config)
    for student, unit in (("honest", "T1"), ("spy", "T1"), ("clicker", "T3")):
        done = api.autograde(unit, student)
        assert done["success"], done
    scores = {s["student"]: s["score"] for s in api.get_submissions("T1")}
    assert scores == {"honest": 4.0, "spy": 2.0}
    assert api.get_submissions("T3")[0]["score"] == 4.0
    graded = nbformat.read(course / "autograded" / "spy" / "T1" / "exercise.ipynb", as_version=4)
    shown = [o for c in graded.cells if c.get("id") == "n-sum-answer" for o in c.outputs]
    assert "secret_total" not in str(shown)
