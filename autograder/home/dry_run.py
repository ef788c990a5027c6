"""``미리 확인하기``: runs a copy of the learner's exercise and tells what its checks found.

Runs as a process of its own (``python -m autograder.home.dry_run FILE``), so that the learner's
server answers meanwhile; prints JSON.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError

MIME = "application/vnd.junggu.score+json"
CELL_SECONDS = 60
WHOLE_SECONDS = 240

# How a released text begins where its learner is to write.
_PROMPT = "여기를 지우고"
# A text that a person reads, and about which nothing can be said before.
WRITTEN = "written"
_WORDS = {
    "not_attempted": "○ 아직 풀지 않았어요",
    "not_yet": "△ 조금 더 볼 곳이 있어요",
    "done": "● 다 했어요",
    WRITTEN: "◐ 썼어요. 점수는 사람이 읽고 매겨요",
}
_SO_FAR = "◐ 여기까지 맞아요"


class DryRunError(Exception):
    """It could not be run; the text tells the learner what to do."""


@dataclass(frozen=True, kw_only=True)
class Check:
    looked_for: str
    passed: bool
    say: str


@dataclass(frozen=True, kw_only=True)
class TaskResult:
    """One task: ``state`` as in junggu.check, or WRITTEN.

    ``waiting`` points are looked at after handing in.
    """

    about: str
    state: str
    say: str
    earned: float
    total: float
    waiting: float
    checks: tuple[Check, ...] = ()

    @property
    def words(self) -> str:
        """The state in words that promise no points still to be given."""
        return _SO_FAR if self.state == "done" and self.waiting else _WORDS[self.state]


def run(path: Path) -> list[TaskResult]:
    """Run a copy of the notebook at ``path`` beside its files; raises DryRunError."""
    try:
        notebook = nbformat.read(path, as_version=4)
    except Exception as error:  # nbformat raises several kinds
        raise DryRunError("풀기 노트북을 열지 못했어요. 강사에게 알려 주세요.") from error
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        allow_errors=True,
        resources={"metadata": {"path": str(path.parent)}},
    )
    try:
        client.execute()
    except CellTimeoutError as error:
        says = f"한 칸이 {CELL_SECONDS}초 안에 끝나지 않았어요. 끝없이 도는 곳이 있는지 보세요."
        raise DryRunError(says) from error
    except DeadKernelError as error:
        raise DryRunError("도는 중에 멈추었어요. 너무 큰 자료를 만들지 않았는지 보세요.") from error
    return [_result(cell) for cell in notebook.cells if _is_graded(cell)]


def _is_graded(cell) -> bool:
    return bool(cell.metadata.get("nbgrader", {}).get("grade"))


def _result(cell) -> TaskResult:
    if cell.metadata.nbgrader.get("solution"):
        return _text(cell)
    for output in cell.outputs:
        data = output.get("data", {}).get(MIME)
        if data:
            return _from_report(data)
    return TaskResult(
        about="과제",
        state="not_yet",
        say="이 과제는 확인하지 못했어요. 위 칸에서 오류가 났는지 보세요.",
        earned=0,
        total=float(cell.metadata.nbgrader.points),
        waiting=0,
    )


def _text(cell) -> TaskResult:
    """A text that a person grades."""
    said = cell.source.strip()
    untouched = not said or (said.startswith(_PROMPT) and "\n" not in said)
    points = float(cell.metadata.nbgrader.points)
    return TaskResult(
        about="글로 쓰는 답",
        state="not_attempted" if untouched else WRITTEN,
        say="컴퓨터가 아니라 사람이 읽는 글이에요.",
        earned=0,
        total=points,
        waiting=points,
    )


def _from_report(data: dict) -> TaskResult:
    checks = tuple(
        Check(looked_for=r["looked_for"], passed=r["passed"], say=r["say"]) for r in data["results"]
    )
    return TaskResult(
        about=data["about"],
        state=data["state"],
        say=data["say"],
        earned=data["earned"],
        total=data["total"],
        waiting=data["total"] - sum(r["points"] for r in data["results"]),
        checks=checks,
    )


async def run_apart(path: Path) -> list[TaskResult]:
    """:func:`run` in a process of its own; raises DryRunError."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "autograder.home.dry_run",
        str(path),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), WHOLE_SECONDS)
    except TimeoutError as error:
        process.kill()
        await process.wait()
        raise DryRunError("확인이 너무 오래 걸려서 멈추었어요. 오래 도는 칸을 보세요.") from error
    try:
        answer = json.loads(printed.decode().splitlines()[-1])
    except (ValueError, IndexError) as error:
        raise DryRunError("확인하지 못했어요. 잠시 뒤에 다시 눌러 주세요.") from error
    if "error" in answer:
        raise DryRunError(answer["error"])
    return [
        TaskResult(**(entry | {"checks": tuple(Check(**c) for c in entry["checks"])}))
        for entry in answer["results"]
    ]


def main() -> None:
    try:
        answer = {"results": [asdict(result) for result in run(Path(sys.argv[1]))]}
    except DryRunError as error:
        answer = {"error": str(error)}
    print(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
