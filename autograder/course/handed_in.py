"""Reading a folder that a learner filled: no link is followed, nothing waits, all has an end."""

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from autograder.limits import DEFAULT, Limits
from autograder.printable import printable

TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"  # the name of nbgrader, whose feedback finds its way by it
REFUSAL = "junggu-refused.txt"  # why collecting left the rest of a folder where it was

_SMALL = 4096  # bytes of one of the files above
_MEGA = 1 << 20
# A pipe would keep its reader waiting without O_NONBLOCK. Windows, where nobody collects, has none.
_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """What a learner handed in.

    ``files`` maps paths inside the folder to contents; ``left_out`` names what is no plain file
    or is not the learner's; ``refused`` is a Korean sentence for the learner when there is more
    than the limits allow: then only time and secret are in ``files``.
    """

    files: dict[str, bytes] = field(repr=False)
    left_out: tuple[str, ...] = ()
    refused: str = ""


class _TooMuch(ValueError):
    pass


def read_folder(
    folder: Path,
    *,
    limits: Limits = DEFAULT,
    theirs: Callable[[os.stat_result], bool] = lambda about: True,
) -> HandedIn:
    """Read ``folder`` whole; hidden files, which no unit has, are passed over.

    ``theirs`` says of a file whether the learner may hand it in. Raises OSError when the folder
    itself cannot be opened.
    """
    top = os.open(folder, _OPEN | os.O_DIRECTORY)
    reading = _Reading(limits, theirs)
    try:
        reading.read(top, "", 1)
        return HandedIn(files=reading.files, left_out=tuple(reading.left_out))
    except _TooMuch as error:
        told = {name: small_file(folder / name) for name in (TIMESTAMP, SECRET)}
        files = {name: content for name, content in told.items() if content is not None}
        return HandedIn(files=files, refused=str(error))
    finally:
        os.close(top)


def small_file(path: Path) -> bytes | None:
    """The content of one of nbgrader's small files; None when it is none such."""
    try:
        handle = os.open(path, _OPEN)
    except (OSError, ValueError):
        return None
    with open(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > _SMALL:
            return None
        return file.read(_SMALL)


class _Reading:
    def __init__(self, limits: Limits, theirs: Callable[[os.stat_result], bool]) -> None:
        self._limits = limits
        self._theirs = theirs
        self._entries = self._bytes = 0
        self.files: dict[str, bytes] = {}
        self.left_out: list[str] = []

    def read(self, folder: int, path: str, depth: int) -> None:
        """Read what lies in the open ``folder``, whose path inside the whole is ``path``."""
        if depth > self._limits.submitted_depth:
            raise _TooMuch(
                f"낸 폴더가 {self._limits.submitted_depth}겹보다 깊어요. 과제에 없던 폴더를 "
                "빼고 다시 내 주세요."
            )
        for name in self._names(folder):
            here = f"{path}{name}"
            try:
                # By the open folder, so that nobody can put a link in its place meanwhile.
                handle = os.open(name, _OPEN, dir_fd=folder)
            except OSError:
                self.left_out.append(printable(here))
                continue
            try:
                about = os.fstat(handle)
                if not self._theirs(about):
                    self.left_out.append(printable(here))
                elif stat.S_ISDIR(about.st_mode):
                    self.read(handle, f"{here}/", depth + 1)
                elif stat.S_ISREG(about.st_mode):
                    self.files[here] = self._content(handle, about.st_size)
                else:
                    self.left_out.append(printable(here))
            finally:
                os.close(handle)

    def _names(self, folder: int) -> list[str]:
        names = []
        with os.scandir(folder) as entries:
            for entry in entries:
                self._entries += 1
                if self._entries > self._limits.submitted_files:
                    raise _TooMuch(
                        f"낸 파일이 {self._limits.submitted_files}개보다 많아요. 과제에 없던 "
                        "파일을 빼고 다시 내 주세요."
                    )
                if not entry.name.startswith("."):
                    names.append(entry.name)
        return sorted(names)

    def _content(self, handle: int, size: int) -> bytes:
        left = self._limits.submitted_bytes - self._bytes
        # The size first: a file of holes takes a terabyte without lying on the disk.
        if size <= left:
            with open(handle, "rb", closefd=False) as file:
                content = file.read(left + 1)
            if len(content) <= left:
                self._bytes += len(content)
                return content
        raise _TooMuch(
            f"낸 파일이 {self._limits.submitted_bytes // _MEGA}MB보다 커요. ‘모든 출력 지우기’를 "
            "하고, 과제에 없던 큰 파일을 빼고 다시 내 주세요."
        )
