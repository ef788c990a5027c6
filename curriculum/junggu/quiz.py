"""Concept questions of a unit, asked one at a time: ``ask("…")``.

The questions are data (``curriculum/assessment/<unit>.yaml``). What a learner chooses is kept in
the answers file under ``quiz/<question id>`` as ``{"first": 0, "choice": 2, "confidence": 50}``:
the options' places in the file counted from 0, and the confidence in percent.
"""

import html
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ipywidgets as widgets
import yaml

from junggu import answers
from junggu.interactive.look import FULL, button, dress, row, status

KEY = "quiz/"
# What is stored is a percentage, so that confidence can be compared with correctness.
_CONFIDENCE = (("짐작이에요", 25), ("반쯤 확신해요", 50), ("꽤 확신해요", 75), ("틀림없어요", 100))


class QuestionsUnreadable(ValueError):
    """The concept questions of a unit are not there or not of the right form."""


@dataclass(frozen=True, kw_only=True)
class Option:
    """One option of a question. ``misconception`` is an id, empty for the key."""

    text: str
    key: bool
    because: str
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One concept question with its options; exactly one of them is the key."""

    id: str
    unit: str
    asks: str
    competencies: tuple[str, ...]
    options: tuple[Option, ...]


def questions(unit: str) -> tuple[Question, ...]:
    """Read the concept questions of ``unit``.

    Raises QuestionsUnreadable with one Korean sentence when there are none or a part is missing.
    """
    path = questions_folder() / f"{unit}.yaml"
    try:
        items = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise QuestionsUnreadable(
            f"{unit}의 확인 문제가 아직 없어요. 단원 이름을 다시 확인해 주세요."
        ) from error
    except yaml.YAMLError as error:
        raise QuestionsUnreadable(
            f"{path.name}을 YAML로 읽지 못했어요. 들여쓰기를 확인해 주세요."
        ) from error
    read = tuple(_question(item, path=path) for item in items or ())
    if not read:
        raise QuestionsUnreadable(f"{path.name}에 물음이 없어요. 물음을 적어 주세요.")
    return read


def ask(unit: str, *, large: bool = False, folder: Path | str = ".") -> "Quiz":
    """Ask the concept questions of ``unit``; the last line of a cell.

    ``large`` is the seniors' style: 20 px type and 56 px buttons. Answers are kept in ``folder``.
    """
    return Quiz(questions=questions(unit), large=large, folder=folder)


class Quiz(widgets.VBox):
    """The questions as radio buttons, one at a time, with an explanation for every option."""

    def __init__(
        self, *, questions: tuple[Question, ...], large: bool = False, folder: Path | str = "."
    ) -> None:
        self.questions = questions
        self._folder = folder
        self._at = 0
        self.progress = widgets.HTML()
        self.asks = widgets.HTML()
        self.choice = widgets.RadioButtons(options=[], layout=FULL)
        self.confidence = widgets.RadioButtons(
            options=_CONFIDENCE, value=None, orientation="horizontal", layout=FULL
        )
        self.confirm = button("내 답 정하기", self._confirmed, primary=True)
        self.again = button("다시 골라 보기", self._reopened)
        self.back = button("앞 물음", lambda: self._turn_to(self._at - 1))
        self.forward = button("다음 물음", lambda: self._turn_to(self._at + 1))
        self.explanation = widgets.HTML()
        super().__init__(
            [
                self.progress,
                self.asks,
                self.choice,
                widgets.HTML("<p><strong>얼마나 확신하나요?</strong></p>"),
                self.confidence,
                row(self.confirm, self.again),
                self.explanation,
                row(self.back, self.forward),
            ]
        )
        dress(self, large=large)
        self._go(0)

    @property
    def question(self) -> Question:
        """The question on screen."""
        return self.questions[self._at]

    def _repr_mimebundle_(self, **given: Any) -> dict:
        # Where no widget can be drawn (a printed page, a viewer) the questions stay readable.
        bundle = super()._repr_mimebundle_(**given) or {}
        return bundle | {"text/plain": _in_words(self.questions)}

    def _turn_to(self, at: int) -> None:
        self._go(at)
        self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Take the keyboard to what comes next: the button pressed may be disabled by now."""
        (self.again if self.choice.disabled else self.choice).focus()

    def _go(self, at: int) -> None:
        self._at = max(0, min(at, len(self.questions) - 1))
        count = len(self.questions)
        self.progress.value = f"<p>확인 문제 {count}개 가운데 {self._at + 1}번째</p>"
        self.asks.value = f"<p><strong>{html.escape(self.question.asks)}</strong></p>"
        self.choice.options = [(o.text, i) for i, o in enumerate(self.question.options)]
        kept = self._kept()
        self.choice.value = kept.get("choice")
        self.confidence.value = kept.get("confidence")
        self.back.disabled = self._at == 0
        self.forward.disabled = self._at == count - 1
        self._show(decided=bool(kept))

    def _confirmed(self) -> None:
        if self.choice.value is None:
            self.explanation.value = status("보기를 하나 고른 다음 ‘내 답 정하기’를 눌러 주세요.")
            return
        kept = {"first": self.choice.value, "confidence": self.confidence.value} | self._kept()
        kept["choice"] = self.choice.value
        try:
            answers.save(self._name(), kept, folder=self._folder)
        except OSError:
            self._decided()
            note = "답을 파일에 적지 못했어요. 설명은 그대로 볼 수 있어요."
            self.explanation.value += status(note)
            return
        self._decided()

    def _decided(self) -> None:
        self._show(decided=True)
        self._take_keyboard()

    def _reopened(self) -> None:
        self.choice.value = None
        self._show(decided=False)
        self._take_keyboard()

    def _show(self, *, decided: bool) -> None:
        self.choice.disabled = self.confirm.disabled = decided
        # The confidence belongs to the first answer, before anything was explained.
        self.confidence.disabled = decided or bool(self._kept())
        self.again.disabled = not decided
        chosen = self.choice.value if decided else None
        self.explanation.value = "" if chosen is None else _explain(self.question, chosen)

    def _name(self) -> str:
        return f"{KEY}{self.question.id}"

    def _kept(self) -> dict:
        try:
            kept = answers.saved(folder=self._folder).get(self._name(), {})
        except answers.AnswersUnreadable:
            return {}
        places = range(len(self.question.options))
        return kept if isinstance(kept, dict) and kept.get("choice") in places else {}


def _explain(question: Question, chosen: int) -> str:
    """Every option with its reason; words, not colour, say which was chosen and which fits."""
    right = question.options[chosen].key
    lead = "맞아요." if right else "다시 생각해 볼 곳이 있어요. 까닭을 읽어 보세요."
    parts = []
    for place, option in enumerate(question.options):
        marks = ["알맞은 답"] if option.key else []
        marks += ["내가 고른 답"] if place == chosen else []
        mark = f"[{' · '.join(marks)}] " if marks else ""
        text = html.escape(option.text)
        parts.append(f"<li><strong>{mark}{text}</strong><br>{html.escape(option.because)}</li>")
    return status(lead) + f"<ul>{''.join(parts)}</ul>"


def _in_words(questions: tuple[Question, ...]) -> str:
    lines = ["[확인 문제] 단추가 보이지 않으면 위 칸을 다시 실행해 주세요."]
    for question in questions:
        lines.append(f"\n물음. {question.asks}")
        lines += [f"  ○ {option.text}" for option in question.options]
    return "\n".join(lines)


def questions_folder() -> Path:
    package = Path(__file__).resolve().parent
    checkout = package.parent / "assessment"
    return checkout if checkout.is_dir() else package / "_assessment"


def _question(item: dict[str, Any], *, path: Path) -> Question:
    try:
        options = tuple(Option(**option) for option in item["options"])
        question = Question(
            id=item["id"],
            unit=item["unit"],
            asks=item["asks"],
            competencies=tuple(item["competencies"]),
            options=options,
        )
    except (KeyError, TypeError) as error:
        raise QuestionsUnreadable(
            f"{path.name}의 물음 하나를 읽지 못했어요({error}). 빠지거나 다른 이름을 고쳐 주세요."
        ) from error
    if sum(option.key for option in options) != 1:
        raise QuestionsUnreadable(
            f"{path.name}의 {question.id}에는 알맞은 답(key)이 꼭 하나 있어야 해요."
        )
    return question
