"""Checks of a graded task: points by check, and a Korean sentence for each.

A test cell reads like this; its last expression is the points, so that stock nbgrader
scores it, and a judge in another process can run it on copies of the learner's values::

    from junggu.check import Task, same

    task = Task("동마다 민원이 몇 건인지 세기", points=3, answer=lambda: by_dong)
    task.expect(
        "동마다 한 줄인지 보았어요.",
        lambda: len(by_dong) == 17,
        points=1,
        slip="행의 수를 세었어요. 동마다 한 줄이 아니라 민원마다 한 줄이에요.",
    )
    ### BEGIN HIDDEN TESTS
    expected = complaints_in_test.groupby("행정동").size()
    task.expect("건수가 맞는지 보았어요.", lambda: same(by_dong, expected), points=2, slip="…")
    ### END HIDDEN TESTS
    task.score()

A task has three states: not attempted (the answer is still ``...``), not yet, done.
"""

import html
import traceback
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from junggu.reading import (
    are_numbers,
    as_codes,
    as_number,
    as_numbers,
    as_series,
    farthest,
    has_doubles,
    has_text,
    same,
    with_columns,
)

__all__ = [
    "Pending",
    "Report",
    "Result",
    "Score",
    "Task",
    "are_numbers",
    "as_codes",
    "as_number",
    "as_numbers",
    "as_series",
    "farthest",
    "has_doubles",
    "has_text",
    "is_blank",
    "same",
    "with_columns",
]

MIME = "application/vnd.junggu.score+json"

NOT_ATTEMPTED = "not_attempted"
NOT_YET = "not_yet"
DONE = "done"

_STATE_WORDS = {
    NOT_ATTEMPTED: "○ 아직 풀지 않았어요",
    NOT_YET: "△ 조금 더 볼 곳이 있어요",
    DONE: "● 다 했어요",
}
# Every check in this copy passed, and others are kept for grading.
_SO_FAR = "◐ 여기까지 맞아요"
_CHECK_WORDS = {True: "✓ 맞아요", False: "△ 다시 볼 곳"}
_NOT_MADE = (
    "‘{name}’(이)라는 이름이 아직 없어요. 위 칸을 아직 실행하지 않았거나 오류로 멈췄어요. "
    "오류가 보이면 그것부터 고쳐 주세요."
)
_FILL = "위 칸의 ... 자리를 채우고 실행해 보세요."
_NOTHING = "답에 담긴 것이 없어요(None). append, update, print의 결과를 담지 않았는지 보세요."
_MISSPELT = "함수 안의 ‘{name}’(이)라는 이름을 찾지 못했어요. 철자를 살펴보세요."
_GAPS = "아직 ...인 자리가 있어요."
_FIRST = "먼저 위에서 말한 것을 고쳐 주세요. 그러면 나머지도 볼 수 있어요."
_NO_SUCH_NAMES = "찾는 이름의 열이나 항목이 없어요."


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one check found: ``looked_for`` and ``say`` are Korean sentences."""

    looked_for: str
    passed: bool
    points: float
    say: str = ""


def _words(points: float) -> str:
    return f"{points:g}점"


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything a learner is told about one task. ``total`` is the task's full points."""

    about: str
    total: float
    state: str
    results: tuple[Result, ...] = ()
    say: str = ""

    @property
    def earned(self) -> float:
        return float(sum(r.points for r in self.results if r.passed))

    @property
    def waiting(self) -> float:
        """Points of checks that are kept for grading and are not in this copy."""
        return self.total - sum(r.points for r in self.results)

    def as_dict(self) -> dict:
        return asdict(self) | {"earned": self.earned}

    def lines(self) -> list[str]:
        """The report as plain Korean lines, without mark-up."""
        lines = [f"{self.about}: {self._state_words()} ({self._points_words()})"]
        if self.say:
            lines.append(self.say)
        for r in self.results:
            lines.append(f"{_CHECK_WORDS[r.passed]} · {r.looked_for}")
            if r.say:
                lines.append(f"  → {r.say}")
        if self._waits():
            lines.append(self._waiting_words())
        return lines

    def html(self) -> str:
        """The report as an HTML fragment: words carry the state, colour only repeats it."""
        colour = {NOT_ATTEMPTED: "#595959", NOT_YET: "#8a4b00", DONE: "#00603f"}[self.state]
        parts = [
            f'<section style="border-left:6px solid {colour};padding:8px 14px;margin:6px 0;'
            'font-size:16px;line-height:1.6;word-break:keep-all;color:#1a1a1a;background:#fff">',
            f'<p style="margin:0"><strong>{html.escape(self.about)}</strong><br>'
            f'<span style="color:{colour}"><strong>{self._state_words()}</strong></span> '
            f"({self._points_words()})</p>",
        ]
        if self.say:
            parts.append(f'<p style="margin:4px 0">{html.escape(self.say)}</p>')
        if self.results:
            parts.append('<ul style="margin:4px 0;padding-left:20px">')
            for r in self.results:
                slip = f"<br>{html.escape(r.say)}" if r.say else ""
                parts.append(
                    f"<li><strong>{_CHECK_WORDS[r.passed]}</strong> · "
                    f"{html.escape(r.looked_for)} ({_words(r.points)}){slip}</li>"
                )
            parts.append("</ul>")
        if self._waits():
            parts.append(f'<p style="margin:4px 0">{self._waiting_words()}</p>')
        parts.append("</section>")
        return "".join(parts)

    def _waits(self) -> bool:
        return self.waiting > 0 and self.state != NOT_ATTEMPTED

    def _state_words(self) -> str:
        return _SO_FAR if self.state == DONE and self._waits() else _STATE_WORDS[self.state]

    def _waiting_words(self) -> str:
        return f"나머지 {_words(self.waiting)}은 낸 뒤에 값을 보고 채점해요."

    def _points_words(self) -> str:
        return f"{self.total:g}점 가운데 {self.earned:g}점"


class Reported:
    """Mixin: shows a report in a notebook; its text is what nbgrader reads."""

    report: Report

    def _text(self) -> str:
        raise NotImplementedError

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict:
        return {
            "text/plain": self._text(),
            "text/html": self.report.html(),
            MIME: self.report.as_dict(),
        }


class Score(Reported, float):
    """The points of a task: a float whose plain text nbgrader reads as partial credit."""

    def __new__(cls, report: Report) -> "Score":
        score = super().__new__(cls, report.earned)
        score.report = report
        return score

    def _text(self) -> str:
        return f"{float(self)}"


class Pending(Reported):
    """All checks in sight passed, the rest wait for grading.

    Not a number on purpose: a validation must not call the task failed, and must not
    promise points either.
    """

    def __init__(self, report: Report) -> None:
        self.report = report

    def _text(self) -> str:
        return "\n".join(self.report.lines())

    __repr__ = _text


def is_blank(value: object) -> bool:
    """True when ``value`` is what an untouched answer holds: ``...``, None or nothing but those.

    An empty string, list or dict counts as untouched; an empty DataFrame, a zero or False
    does not: those are answers.
    """
    if value is None or value is Ellipsis:
        return True
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, Mapping):
        return all(is_blank(v) for v in value.values())
    if isinstance(value, (list, tuple, set)):
        return all(is_blank(v) for v in value)
    return False


class Task:
    """One graded task: collects checks and turns them into points with Korean sentences.

    ``about`` names the task in Korean, ``points`` are its full points (of all checks, hidden
    ones included), ``answer`` returns what the learner made; a NameError or ``...`` from it
    means that the task was not attempted; ``how`` tells a learner what to do then, where the
    answer is not a cell to fill.
    """

    def __init__(
        self,
        about: str,
        *,
        points: float,
        answer: Callable[[], object],
        how: str | None = None,
    ) -> None:
        self._about = about
        self._how = how
        self._total = float(points)
        self._results: list[Result] = []
        self._blank = self._gaps = False
        self._formless = self._told_first = False
        self._missing = ""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                given = answer()
            self._blank, self._gaps = is_blank(given), _has_gaps(given)
            if given is None and how is None:
                self._missing = _NOTHING
        except NameError as error:
            self._blank = _asked_for(error)
            self._missing = _explain(error)
        except Exception:
            # The checks below will fail on the same ground and say so one by one.
            pass

    def expect(
        self,
        looked_for: str,
        when: Callable[[], object],
        *,
        points: float = 1,
        slip: str,
        slips: Sequence[tuple[Callable[[], object], str]] = (),
        form: bool = False,
    ) -> None:
        """Add one check worth ``points``.

        ``looked_for`` says what was looked at; ``when`` returns whether it holds (an exception
        means no); ``slips`` are pairs of (recognise, say) for slips that people really make,
        the first that is recognised is told; ``slip`` is told when none is.

        A check of the ``form`` looks at what the checks below it need in order to read the
        answer. When it failed they still earn what holds, but guess at no slips: the learner
        hears once to mend the form first.
        """
        if self._blank:
            self._results.append(Result(looked_for=looked_for, passed=False, points=points))
            return
        passed, trouble = _holds(when)
        say = ""
        if not passed and self._formless:
            say = "" if self._told_first else _FIRST
            self._told_first = True
        elif not passed:
            known = next((text for sign, text in slips if _holds(sign)[0]), "")
            why = _GAPS if trouble and self._gaps else "" if known else trouble
            say = f"{known or slip} {why}".strip()
            self._formless = form
        self._results.append(Result(looked_for=looked_for, passed=passed, points=points, say=say))

    def score(self) -> Score | Pending:
        """Return the points; the last expression of a test cell."""
        if self._blank:
            blank = Report(
                about=self._about,
                total=self._total,
                state=NOT_ATTEMPTED,
                say=self._missing or self._how or _FILL,
            )
            return Score(blank)
        done = all(r.passed for r in self._results)
        report = Report(
            about=self._about,
            total=self._total,
            state=DONE if done else NOT_YET,
            results=tuple(self._results),
        )
        if report.waiting < -1e-9:
            raise ValueError(f"checks add up to more than the {self._total:g} points of the task")
        return Pending(report) if done and report.waiting > 1e-9 else Score(report)


def _has_gaps(value: object) -> bool:
    """Whether a part of ``value`` still is ``...``."""
    parts = value.values() if isinstance(value, Mapping) else value
    return isinstance(value, (Mapping, list, tuple)) and any(
        part is Ellipsis or _has_gaps(part) for part in parts
    )


def _asked_for(error: NameError) -> bool:
    """Whether the test cell itself asked for the name, not a function of the learner's."""
    # The first frame is this module's, the second the question that it asked.
    files = [frame.f_code.co_filename for frame, _line in traceback.walk_tb(error.__traceback__)]
    return files[1:2] == files[-1:]


def _holds(question: Callable[[], object]) -> tuple[bool, str]:
    """Ask ``question``; a refusal to answer is a no with the reason in Korean."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = question()
            if hasattr(answer, "all"):
                # Of nothing everything would hold.
                answer = getattr(answer, "size", 1) and answer.all()
            return bool(answer), ""
    except Exception as error:
        return False, _explain(error)


def _explain(error: Exception) -> str:
    """Say in one Korean sentence why a value could not be looked at."""
    if isinstance(error, NameError):
        return (_NOT_MADE if _asked_for(error) else _MISSPELT).format(name=error.name)
    if isinstance(error, KeyError):
        # Of many names at once pandas tells with a sentence in English.
        names = str(error.args[0]).strip("'") if error.args else ""
        several = not names or "not in index" in names or "None of [" in names
        return _NO_SUCH_NAMES if several else f"‘{names}’ 열이나 항목을 찾지 못했어요."
    if isinstance(error, AttributeError):
        return "답의 종류가 달라서 더 살펴보지 못했어요."
    if isinstance(error, (IndexError,)):
        return "답에 든 것이 생각보다 적어서 끝까지 보지 못했어요."
    if isinstance(error, (TypeError, ValueError)):
        return "답의 종류나 모양이 달라서 비교하지 못했어요."
    return f"확인하다가 멈추었어요({type(error).__name__})."
