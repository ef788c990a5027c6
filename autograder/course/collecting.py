"""nbgrader's collecting, where everything in the inbound folder may be a trap.

A learner may put anything there, under any name. Each folder is judged on its own: what is refused
is told, with a reason, and keeps nothing else from being collected.
"""

import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from nbgrader.exchange.default import ExchangeCollect
from traitlets import Unicode

from autograder.course.handed_in import REFUSAL, TIMESTAMP, HandedIn, read_folder
from autograder.course.inbound import NotTaken, read_name
from autograder.course.timestamps import submission_time
from autograder.errors import reason
from autograder.folders import remove
from autograder.printable import printable
from autograder.roster import read_roster
from autograder.whole import put_whole

_COPYING = timedelta(minutes=10)  # between the time in a folder's name and its last file
_NAME_SHOWN = 80  # characters
_MORE = 20  # refusals told one by one


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What a person has to know of one folder. ``refused``: it was not collected."""

    learner: str
    says: str
    refused: bool


class CollectSafely(ExchangeCollect):
    """Takes the newest submission of every learner, by copying plain files only."""

    roster = Unicode(
        help="The list of who is in the course; where there is no such file, anybody may hand in."
    ).tag(config=True)

    def init_src(self) -> None:
        self.remarks: list[Remark] = []
        self._members = self._read_members()
        super().init_src()
        self.src_records = [record for record in self.src_records if record["username"]]

    def _read_members(self) -> set[str] | None:
        if not self.roster or not os.path.exists(self.roster):
            return None
        members = read_roster(Path(self.roster)).of(self.coursedir.course_id)
        return {member.id for member in members}

    def _path_to_record(self, path: str) -> dict[str, Any]:
        """As nbgrader's; what cannot be taken has no user name."""
        name = os.path.basename(path)
        try:
            return self._record(name)
        except NotTaken as why:
            self._refuse(name.split("+", 1)[0], f"{self._where(name)} {why}")
        except OSError as error:
            # Its learner may move or remove it meanwhile.
            self._refuse(name.split("+", 1)[0], self._unread(name, error))
        return {"username": "", "filename": name, "timestamp": datetime.min}

    def _record(self, name: str) -> dict[str, Any]:
        told = read_name(name)
        learner = told.learner
        if told.unit != self.coursedir.assignment_id:
            raise NotTaken("다른 단원의 이름이라서 걷지 않았어요.")
        if self._members is not None and learner not in self._members:
            raise NotTaken("이 과정의 명단에 없는 아이디라서 걷지 않았어요. 명단을 확인해 주세요.")
        about = os.lstat(os.path.join(self.inbound_path, name))
        if not stat.S_ISDIR(about.st_mode):
            raise NotTaken("폴더가 아니라서(링크나 파일) 걷지 않았어요.")
        if not self._may_hand_in(learner, about):
            raise NotTaken(
                f"이 폴더를 만든 사람은 {_owner(about.st_uid)}이고 {learner}이(가) 아니에요. "
                f"{learner}의 것으로 걷지 않았어요. 누가 냈는지 확인해 주세요."
            )
        return {"username": learner, "filename": name, "timestamp": told.moment}

    def _may_hand_in(self, learner: str, about: os.stat_result) -> bool:
        """Where learners are system users, a learner's work is what they own or graders put."""
        if not self.check_owner:
            return True
        try:
            owner = pwd.getpwnam(learner).pw_uid
        except KeyError:
            owner = None
        return about.st_uid in {owner, 0, os.stat(self.coursedir.root).st_uid}

    def copy_files(self) -> None:
        """Collect each record by itself; what was collected before stays until there is better."""
        for record in sorted(self.src_records, key=lambda record: record["username"]):
            learner, name = record["username"], record["filename"]
            target = Path(
                self.coursedir.format_path(
                    self.coursedir.submitted_directory, learner, self.coursedir.assignment_id
                )
            )
            if target.is_dir() and not self._better(record["timestamp"], target):
                continue
            source = Path(self.inbound_path, name)
            try:
                handed_in = read_folder(
                    source, theirs=lambda about, who=learner: self._may_hand_in(who, about)
                )
                placed = datetime.fromtimestamp(source.lstat().st_ctime, UTC)
                with self._fresh() as fresh:
                    _write(handed_in, fresh, moment=read_name(name).time)
                    put_whole(fresh, target)
            except OSError as error:
                self._refuse(learner, self._unread(name, error))
                continue
            self.log.info("Collected submission: %s %s", learner, self.coursedir.assignment_id)
            if handed_in.refused:
                self._say(learner, f"받을 수 없는 폴더예요. {handed_in.refused}")
            elif handed_in.left_out:
                names = ", ".join(_short(one) for one in handed_in.left_out[:3])
                more = len(handed_in.left_out) - 3
                names += f" 밖의 {more}개" if more > 0 else ""
                self._say(learner, f"보통 파일이 아닌 것(링크 등)은 빼고 걷었어요: {names}")
            self._compare_times(record, placed.replace(tzinfo=None))

    def _compare_times(self, record: dict[str, Any], placed: datetime) -> None:
        """The time of the name is the learner's word; that of the disk nobody can set."""
        if self.duedate and record["timestamp"] <= self.duedate < placed - _COPYING:
            self._say(
                record["username"],
                "적힌 시각은 기한 앞인데 폴더는 기한 뒤에 놓이거나 바뀌었어요. 확인해 주세요.",
            )

    def _better(self, moment: datetime, target: Path) -> bool:
        before = submission_time(target)
        if self.before_duedate:
            return before != moment
        return self.update and (before is None or moment > before)

    @contextmanager
    def _fresh(self) -> Iterator[Path]:
        """An empty folder on the disk of the submitted ones, gone at the end."""
        root = Path(self.coursedir.format_path(self.coursedir.submitted_directory, ".", "."))
        fresh = root.resolve() / f".junggu-new-{os.getpid()}"
        remove(fresh)
        fresh.mkdir(parents=True)
        try:
            yield fresh
        finally:
            remove(fresh)

    def _unread(self, name: str, error: OSError) -> str:
        return f"{self._where(name)} 읽거나 옮길 수 없어서 걷지 않았어요({reason(error)})."

    def _where(self, name: str) -> str:
        return f"제출함(inbound)의 ‘{_short(name)}’:"

    def _refuse(self, learner: str, says: str) -> None:
        refused = sum(remark.refused for remark in self.remarks)
        if refused < _MORE:
            self._say(learner, says, refused=True)
        elif refused == _MORE:
            self._say("", f"걷지 않은 폴더가 더 있어요: {self.inbound_path}", refused=True)

    def _say(self, learner: str, says: str, *, refused: bool = False) -> None:
        self.remarks.append(Remark(learner=_short(learner), says=says, refused=refused))
        self.log.warning("%s: %s", _short(learner), says)


def _write(handed_in: HandedIn, folder: Path, *, moment: str) -> None:
    files = {name: data for name, data in handed_in.files.items() if name != REFUSAL}
    # The time in the folder's name: the learner's own file may say another.
    files[TIMESTAMP] = moment.encode()
    if handed_in.refused:
        files[REFUSAL] = handed_in.refused.encode()
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _owner(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"사용자 {uid}"


def _short(text: str) -> str:
    return printable(text, most=_NAME_SHOWN)
