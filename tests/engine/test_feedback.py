"""The feedback page: points, reasons, no hidden source, nothing from outside."""

import itertools
import re
from html.parser import HTMLParser

import pytest
from engine_units import hand_in, solved
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook

from autograder.course.nbgrader_api import open_api
from autograder.feedback import harmless, use_feedback
from autograder.feedback.exporter import FeedbackExporter
from autograder.grading import grade
from junggu.check import MIME


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))


def page(course, student, unit):
    api = open_api(course)
    use_feedback(api.config)
    done = api.generate_feedback(unit, student, force=True)
    assert done["success"], done
    return (course / "feedback" / student / unit / "exercise.html").read_text()


_NASTY = (
    "from IPython.display import HTML\ntotal = 54\n"
    'HTML(\'<script src="https://example.org/x.js"></script><img src="https://example.org/i">'
    '<a href="javascript:1" onclick="x()">눌러</a><iframe src="//example.org"></iframe>'
    '<b style="background:url(https://example.org/b)">굵게</b>\')'
)


def test_a_page_says_what_was_looked_for_and_keeps_the_checks(course, warm, limits):
    hand_in(course, "a", "T1", solved("T1", {"n-sum-answer": _NASTY}))
    hand_in(course, "a", "T2")
    hand_in(course, "b", "T1", b"{broken")
    grade(course_dir=course, warm=warm, limits=limits)
    with Gradebook(f"sqlite:///{course}/gradebook.db", "officials") as gradebook:
        comment = gradebook.find_comment("n-sum-answer", "exercise", "T1", "a")
        comment.manual_comment = "**잘** 했어요"
        gradebook.db.commit()

    first = page(course, "a", "T1")
    assert "4점 가운데 3점" in first
    assert "△ 다시 볼 곳" in first and "더해 보세요." in first
    assert "<strong>잘</strong> 했어요" in first
    for hidden in ("secret_total", "HIDDEN TESTS", "task.expect"):
        assert hidden not in first
    for text in (first, page(course, "a", "T2")):
        tags = Tags(text).found
        assert not [tag for tag, _ in tags if tag in ("script", "iframe", "link", "object")]
        assert all(a.get("alt") for tag, a in tags if tag == "img")
        assert all(a["src"].startswith("data:") for tag, a in tags if tag == "img" and "src" in a)
        loading = [a.get(name) or "" for _, a in tags for name in ("src", "href", "style")]
        loading = [value for value in loading if not value.startswith("data:image/png;")]
        assert not [value for value in loading if "//" in value or "script:" in value]
        assert not [a for _, a in tags if any(name.startswith("on") for name in a)]
        assert "default-src 'none'" in text
        levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert "깨져서" in page(course, "b", "T1")


def graded(cell, **about):
    cell.metadata["nbgrader"] = {"grade": True, "solution": False, "grade_id": cell.id} | about
    return cell


def judged(name, *, score, state, say, checks=()):
    report = {"about": name, "state": state, "say": say, "results": list(checks)}
    cell = new_code_cell("task", outputs=[new_output("display_data", {MIME: report})])
    return graded(cell, points=2, score=score)


def test_a_page_tells_untouched_unread_and_failed_apart():
    """As GetGrades leaves a notebook; the reader is a senior, who has no cells to run."""
    blank = "아직 풀지 않았어요. 위의 단추를 눌러 주세요."
    failed = {"looked_for": "값", "passed": False, "points": 2, "say": "다시"}
    text = {"solution": True, "points": 3}
    notebook = new_notebook(
        cells=[
            judged("하나", score=0, state="not_attempted", say=blank),
            judged("둘", score=0, state="not_yet", say="", checks=[failed, failed]),
            judged("셋", score=2, state="not_attempted", say=blank),
            graded(new_markdown_cell("글"), score=3, needs_manual_grade=True, **text),
            graded(new_markdown_cell("읽은 글"), score=1, needs_manual_grade=False, **text),
            new_markdown_cell("## 인쇄할 카드"),
            new_code_cell("clicks.card()"),
        ]
    )
    about = {"assignment": "SN2", "student": "park.senior", "name": "박순자", "max_score": 12}
    page, _ = FeedbackExporter().from_notebook_node(notebook, {"nbgrader": about})
    assert "박순자 님" in page and "park.senior" not in page
    assert "12점 가운데 3점 · 채점 중 3점" in page
    # Without the card, nothing that leads to it.
    assert "카드" not in page
    assert "하나: ○ 아직 풀지 않았어요" in page and "위의 단추" not in page
    assert "(2점 가운데 0점)<br>다시" in page and page.count("<br>다시") == 1
    # An instructor gave the points by hand.
    assert "셋: ● 다 했어요" in page
    assert "글로 쓴 답: ◐ 채점 중 (3점)" in page
    assert "글로 쓴 답: △ 다시 볼 곳이 있어요 (3점 가운데 1점)" in page


@pytest.mark.timeout(60)
def test_no_text_takes_long_to_clean_and_none_gets_out():
    """Texts on which patterns and parsers went back and forth for minutes."""
    hostile = [
        "<div>\n" + "<style " * 70_000,
        '<a class="anchor-link"' * 20_000,
        "<div>" * 20_000,
        "$$" * 50_000,
        "[a]: " + "x" * 9_000 + "\n\n" + "[a]" * 3_000,
        "<b onclick=x " * 50_000,
        "<!--" * 50_000 + "<script>",
        "<img src='data:image/png;base64," + " " * 500_000 + "!'>",
    ]
    for source in hostile:
        for made in (harmless.markdown(source, headings=2), harmless.clean(source)):
            assert len(made) < 10 * len(source)
            assert not [tag for tag, about in Tags(made).found if tag == "script" or about]
    escaped = "<p style='text-align:right;position:fixed' id=a class=b>&lt;b&gt;<h1>a<img src=x>"
    assert harmless.clean(escaped, headings=2) == (
        '<p style="text-align:right">&lt;b&gt;</p><h3>a</h3>'
    )
    table = "<table><tr><td colspan=2>a<td colspan=x><img src=data:image/png;base64,aaaa>"
    assert harmless.clean(table) == (
        '<table><tbody><tr><td colspan="2">a</td><td>'
        '<img alt="설명이 없는 그림" src="data:image/png;base64,aaaa"></td></tr></tbody></table>'
    )
