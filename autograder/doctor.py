"""What is installed, what is missing, and what to do: for ``junggu doctor``."""

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from packaging.markers import Marker

from autograder import environment
from autograder.ports import is_free

_MINIMUM = (3, 11)
_DISK_GB = 2
_HUB_PORT = 8000
_FOR_WALLS = "apt-get install bubblewrap libseccomp2 (리눅스 커널 5.13 이상)"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """``do`` says what to do when it is not ``fine``; ``optional`` things stop nothing."""

    what: str
    fine: bool
    found: str
    do: str = ""
    optional: bool = False


def examine() -> list[Finding]:
    """Look at this machine; nothing is changed."""
    return [finding if not finding.fine else _fine(finding) for finding in _examine()]


def _fine(finding: Finding) -> Finding:
    return Finding(what=finding.what, fine=True, found=finding.found, optional=finding.optional)


def _examine() -> Iterator[Finding]:
    yield Finding(
        what="파이썬",
        fine=sys.version_info >= _MINIMUM,
        found=sys.version.split()[0],
        do="파이썬 3.11 이상을 설치해 주세요.",
    )
    yield _packages()
    for tool, use, package in (
        ("bwrap", "채점 울타리", "bubblewrap"),
        ("chromium", "화면 시험", "chromium"),
    ):
        path = shutil.which(tool)
        yield Finding(
            what=f"{tool} ({use})",
            fine=path is not None,
            found=path or "없음",
            do=f"apt-get install {package}",
            optional=True,
        )
    yield Finding(
        what="한글 글꼴 (화면 시험)",
        fine=_has_korean_font(),
        found="있음" if _has_korean_font() else "없음",
        do="apt-get install fonts-nanum",
        optional=True,
    )
    yield from _walls()
    free = shutil.disk_usage(Path.cwd()).free / 1e9
    yield Finding(
        what="빈 디스크",
        fine=free >= _DISK_GB,
        found=f"{free:.0f} GB",
        do=f"{_DISK_GB} GB 넘게 비워 주세요.",
    )
    yield Finding(
        what=f"포트 {_HUB_PORT}",
        fine=is_free(_HUB_PORT),
        found="비어 있음" if is_free(_HUB_PORT) else "쓰는 중",
        do="허브가 이미 켜져 있거나 다른 프로그램이 써요. make hub PORT=8001처럼 바꿀 수 있어요.",
        optional=True,
    )


def _walls() -> Iterator[Finding]:
    """Every sandbox tier, proven by a canary that tries to get out."""
    from autograder.sandbox.selftest import report
    from junggu.data import datasets_folder

    for proof in report(datasets=datasets_folder()):
        yield Finding(
            what=f"채점 울타리 {proof.tier}",
            fine=proof.held,
            found=proof.says,
            do="" if proof.slow else _FOR_WALLS,
            optional=True,
        )


def _packages() -> Finding:
    """Compare what is installed with the lock, entry by entry."""
    wrong = []
    for entry in environment.read_lock():
        head = entry.lines[0].rstrip(" \\")
        marker = head.split(";", 1)[1].strip() if ";" in head else ""
        if marker and not Marker(marker).evaluate():
            continue
        try:
            installed = version(entry.name)
        except PackageNotFoundError:
            installed = "없음"
        if installed != entry.version:
            wrong.append(f"{entry.name} {installed}(→{entry.version})")
    shown = ", ".join(wrong[:3]) + (f" 밖에 {len(wrong) - 3}개" if len(wrong) > 3 else "")
    return Finding(
        what="꾸러미 버전",
        fine=not wrong,
        found=shown or "잠금 파일과 같음",
        do="make env를 실행해 주세요.",
    )


def _has_korean_font() -> bool:
    roots = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
    if os.name == "nt" or sys.platform == "darwin":
        return True  # both ship one
    names = ("Nanum*.ttf", "NotoSansCJK*", "NotoSansKR*")
    return any(next(root.rglob(name), None) for root in roots if root.is_dir() for name in names)
