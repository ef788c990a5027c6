"""What a grading run says at the end."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Line:
    """One submission: points are None when nothing was recorded.

    ``waiting`` are the points of what a person has yet to read.
    """

    student: str
    assignment: str
    points: float | None
    full: float | None
    waiting: float = 0
    repairs: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    refused: str = ""
    trouble: str = ""
    seconds: float = 0.0

    @property
    def says(self) -> str:
        """One Korean line for the instructor."""
        if self.trouble:
            return f"채점하지 못했어요. 다시 실행해 주세요: {self.trouble.splitlines()[-1]}"
        if self.refused:
            return f"채점할 수 없는 파일이에요(0점). {self.refused}"
        by_hand = [f"{self.waiting:g}점은 채점 중이에요(사람이 볼 것)."] if self.waiting else []
        notes = [*by_hand, *self.stops, *self.repairs]
        return "채점했어요." + (" " + " ".join(notes) if notes else "")


@dataclass(frozen=True, kw_only=True)
class Change:
    """What regrading changes for one cell of one learner; ``why`` names the checks."""

    student: str
    assignment: str
    cell: str
    before: float | None
    after: float | None
    why: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class GradingReport:
    """The whole run. ``layers`` are the active sandbox layers in Korean; seconds are wall time."""

    lines: tuple[Line, ...]
    skipped: int  # recorded before and unchanged
    outdated: int  # recorded before, by other checks; left as it is until regraded
    tier: str
    layers: tuple[str, ...]
    start_seconds: float = 0.0
    seconds: float = 0.0
    changes: tuple[Change, ...] = field(default=())
    written: bool = True

    @property
    def graded(self) -> list[Line]:
        return [line for line in self.lines if not line.refused and not line.trouble]

    @property
    def refused(self) -> list[Line]:
        return [line for line in self.lines if line.refused]

    @property
    def repaired(self) -> list[Line]:
        return [line for line in self.lines if line.repairs]

    @property
    def troubled(self) -> list[Line]:
        return [line for line in self.lines if line.trouble]

    def summary(self) -> str:
        """Korean, a few lines, for a person."""
        head = (
            f"채점 {len(self.graded)} · 고쳐서 채점 {len(self.repaired)} · 거절 {len(self.refused)}"
            f" · 다시 할 것 {len(self.troubled)} · 그대로 {self.skipped + self.outdated}"
        )
        if not self.written:
            head = "적지 않았어요. 점수는 그대로예요."
        if self.outdated:
            head += (
                f"\n확인이 바뀌기 전에 채점한 {self.outdated}개는 그대로 두었어요. 다시 채점하려면 "
                "--regrade를 붙여요(적기 전에 달라지는 점수를 보여 줘요)."
            )
        walls = f"울타리 {self.tier}: {', '.join(self.layers)}"
        if self.tier == "none":
            walls += " — 학습자의 코드가 이 컴퓨터를 만질 수 있었어요."
        return f"{head}\n{walls}\n{self.seconds:.1f}초(준비 {self.start_seconds:.1f}초)"
