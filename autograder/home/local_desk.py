"""A learner's desk on their own computer: the units are here, and stay here."""

from datetime import UTC, datetime
from pathlib import Path

from autograder.home.catalogue import Catalogue, CatalogueMissing, UnitCard, read_catalogue
from autograder.home.desk import Desk, DeskError, Words, last_change, moment_of
from autograder.home.work import Work

_OPENED, _FINISHED = ".opened", ".finished"


class LocalDesk(Desk):
    """The units beside ``course.json`` in the folder that the server shows.

    Nobody grades here: what the learner calls finished is noted beside the unit.
    """

    words = Words(
        button="다 했어요",
        again="다시 적어 두기",
        asks="다 하셨나요?",
        yes="네, 다 했어요",
        busy="적어 두고 있어요…",
        may_change="적어 둔 뒤에도 언제든 고칠 수 있어요.",
        did="다 했다고 적어 두었어요",
        replaces="다시 적어 두면 때가 바뀌어요.",
        well="잘 하셨어요",
        receipt="적어 둔 것",
        moment="다 한 때",
        then="이 컴퓨터에만 적어 두었어요. 어디로도 보내지 않아요.",
        state="다 함",
        once_more="더 고치고 싶으면",
        all_done="단원을 모두 마쳤어요. 언제든 다시 열어 볼 수 있어요.",
    )

    def __init__(self, *, files: Path) -> None:
        super().__init__(course="local", files=files)

    def catalogue(self) -> Catalogue:
        try:
            return read_catalogue(self.files)
        except CatalogueMissing as error:
            raise DeskError(str(error)) from error

    def folder(self, unit: UnitCard) -> Path:
        return self.files / unit.code

    def works(self) -> list[Work]:
        return [
            Work(
                unit=unit,
                folder=self.folder(unit),
                fetched=(self.folder(unit) / _OPENED).exists(),
                submissions=_finished(self.folder(unit)),
                changed=last_change(self.folder(unit)),
            )
            for unit in self.catalogue().units
            if self.folder(unit).is_dir()
        ]

    def fetch(self, unit: UnitCard) -> None:
        (self.folder(unit) / _OPENED).touch()

    def begun(self, unit: UnitCard) -> bool:
        opened, changed = self.folder(unit) / _OPENED, last_change(self.folder(unit))
        return bool(changed and opened.exists() and changed > moment_of(opened))

    def submit(self, unit: UnitCard) -> datetime:
        moment = datetime.now(UTC).replace(tzinfo=None)
        try:
            (self.folder(unit) / _FINISHED).write_text(moment.isoformat(), encoding="utf-8")
        except OSError as error:
            raise DeskError(
                "적어 두지 못했어요. 한 것은 그대로 있어요. 다시 눌러 주세요."
            ) from error
        return moment


def _finished(folder: Path) -> tuple[datetime, ...]:
    try:
        return (datetime.fromisoformat((folder / _FINISHED).read_text(encoding="utf-8")),)
    except (OSError, ValueError):
        return ()
