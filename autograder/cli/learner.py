"""``junggu lab``, ``junggu pack`` and ``junggu doctor``."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import HOME, AsJson, Course, HomeFolder
from autograder.paths import Home


def lab(
    course: Course,
    home: HomeFolder = HOME,
    port: Annotated[int, typer.Option(metavar="<수>", help="쓸 포트", min=1024, max=65535)] = 8888,
    browser: Annotated[bool, typer.Option(help="인터넷 창을 열까요")] = True,
) -> None:
    """허브 없이 혼자, 배포된 단원을 내 컴퓨터의 Lab에서 열어요."""
    from autograder.course import local
    from autograder.ports import require_free

    require_free(port)
    raise typer.Exit(local.lab(home=Home.at(home), course=course, port=port, browser=browser))


def pack(
    course: Course,
    to: Annotated[Path, typer.Option(metavar="<경로>", help="zip 파일이나 폴더")] = Path("dist"),
) -> None:
    """학습자에게 줄 꾸러미(zip)를 만들어요. 정답은 넣지 않아요."""
    from autograder.course import local

    with printing.remarks.status("꾸러미를 만드는 중이에요"):
        archive = local.pack(course=course, target=to)
    printing.result.print(f"만들었어요: {archive} ({archive.stat().st_size / 1e6:.1f} MB)")


def doctor(as_json: AsJson = False) -> None:
    """무엇이 설치되어 있고 무엇이 빠졌는지, 무엇을 하면 되는지 말해 줘요."""
    from autograder import doctor as checks

    findings = checks.examine()
    if as_json:
        printing.print_json(findings)
    else:
        rows = [(f.what, "좋아요" if f.fine else "살펴보기", f.found, f.do) for f in findings]
        printing.print_table("준비 상태", ["무엇", "상태", "찾은 것", "할 일"], rows)
    raise typer.Exit(0 if all(f.fine or f.optional for f in findings) else 1)
