"""The answers file of a click-only exercise, kept beside the notebook.

A widget's own value is lost when a notebook is graded, so every click is written at once to
``answers.json`` in the working folder, and found again after a restart.
"""

import json
import os
import tempfile
from pathlib import Path

NAME = "answers.json"
_UNREADABLE = f"{NAME} 파일을 읽지 못했어요. 그 파일을 지우고 다시 눌러 주세요."


class AnswersUnreadable(ValueError):
    """The answers file is there but is not what this library wrote."""


def saved(*, folder: Path | str = ".") -> dict:
    """Return every saved answer as ``{question: answer}``; an empty dict when there is none.

    Raises AnswersUnreadable when the file holds something else.
    """
    path = Path(folder) / NAME
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise AnswersUnreadable(
            f"{NAME} 파일을 읽지 못했어요. {NAME}을 지우고 다시 눌러 주세요."
        ) from error
    if not isinstance(answers, dict):
        raise AnswersUnreadable(f"{NAME} 파일의 모양이 달라요. {NAME}을 지우고 다시 눌러 주세요.")
    return answers


def save(question: str, answer: object, *, folder: Path | str = ".") -> None:
    """Keep ``answer`` (anything JSON can hold) for ``question``; None takes the answer back.

    The file is replaced whole, so a power cut leaves the old one or the new one. A file that
    cannot be read is put aside as ``answers.json.bak``, never thrown away.
    """
    folder = Path(folder)
    try:
        answers = saved(folder=folder)
    except AnswersUnreadable:
        os.replace(folder / NAME, folder / f"{NAME}.bak")
        answers = {}
    answers[question] = answer
    if answer is None:
        del answers[question]
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".answers-", suffix=".json")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(answers, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")
    os.replace(temporary, folder / NAME)
