"""Answer banks: what must be accepted and what must be rejected, for every graded cell."""

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from autograder.errors import CourseError, reason


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Answer(_Strict):
    """One answer to one task.

    ``cells`` replaces the source of answer cells by id, ``answers`` what the answers file holds;
    all the rest is the reference. ``why`` says in what it differs.
    """

    id: str
    reference: bool = False
    untouched: bool = False
    cells: dict[str, str] = {}
    answers: dict[str, Any] = {}
    why: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> "Answer":
        kinds = [self.reference, self.untouched, bool(self.cells or self.answers)]
        if sum(kinds) != 1:
            raise ValueError("an answer is the reference, untouched, or has cells or answers")
        return self


class Rejected(Answer):
    """``points`` is exactly what it earns; each of ``says`` must stand in its message."""

    points: float
    says: Annotated[list[str], Field(min_length=1)]
    misconception: str | None = None
    slip: str = ""


class Task(_Strict):
    accept: list[Answer]
    reject: list[Rejected]


class Bank(_Strict):
    """The bank of one notebook of one unit; ``tasks`` by the id of the test cell."""

    unit: str
    notebook: str = "exercise"
    reference_answers: dict[str, Any] = {}
    tasks: dict[str, Task]


def read_bank(path: Path) -> Bank:
    """Read a bank; raises CourseError with the place of the first fault."""
    try:
        return Bank.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise CourseError(f"정답 모음 {path} 파일을 열 수 없어요({reason(error)}).") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{mark.line + 1}번째 줄" if mark else "어딘가"
        raise CourseError(f"정답 모음 {path}: {where}부터 YAML로 읽을 수 없어요.") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        # Our own validators say it in Korean; of pydantic's the kind is enough.
        own = first.get("ctx", {}).get("error")
        raise CourseError(f"정답 모음 {path}의 {place}: {own or first['type']}") from error
