"""One learner without a Hub: the released units in a local Lab, or as a folder to carry away."""

import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from autograder import environment
from autograder.course import steps
from autograder.course.catalogue import publish_locally
from autograder.course.setup import prepare_course
from autograder.errors import CourseError
from autograder.home.server import serve
from autograder.paths import DATASETS, DEPLOY, REPOSITORY, Home
from autograder.syllabus import Unit, read_syllabus
from autograder.whole import copy_whole
from junggu.data import dataset_path


@contextmanager
def released(*, course: str, codes: list[str]) -> Iterator[Path]:
    """A folder with the learner's version of the units ``codes``, gone at the end.

    Raises CourseError when nbgrader cannot make one.
    """
    with tempfile.TemporaryDirectory(prefix="junggu-release-") as scratch:
        prepared = prepare_course(home=Home.at(scratch), course=course)
        for outcome in steps.release(folder=prepared.folder, units=codes):
            if not outcome.done:
                raise CourseError(f"{outcome.unit} 단원을 만들지 못했어요. {outcome.says}")
        yield prepared.folder / "release"


def release_locally(*, course: str, target: Path) -> list[Unit]:
    """Put the learner's version of every ready unit into ``target/<unit>``; return the units.

    A unit that is already there is the learner's work and is left as it is. Raises CourseError
    when nbgrader cannot make a unit.
    """
    units = read_syllabus().of(course)
    missing = [unit for unit in units if not (target / unit.code).exists()]
    if not missing:
        return units
    codes = [unit.code for unit in missing]
    target.mkdir(parents=True, exist_ok=True)
    with released(course=course, codes=codes) as fresh:
        for code in codes:
            copy_whole(fresh / code, target / code)
    publish_locally(course=course, units=units, target=target)
    return units


def lab(*, home: Home, course: str, port: int, browser: bool) -> int:
    """Open the released units of ``course`` in a local Lab on 127.0.0.1; return its exit code."""
    home.require_ours()
    folder = home.root / "lab" / course
    release_locally(course=course, target=folder)
    options = [
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        f"--ServerApp.open_browser={browser}",
    ]
    return serve(files=folder, state=home.root / "lab" / "state" / course, options=options)


def pack(*, course: str, target: Path) -> Path:
    """Write the zip that a learner takes home, and return its path.

    Inside: the units without solutions, their data as tables, the course's wheel, pinned
    requirements, environment.yml, and how to start on Windows, macOS and Linux in Korean.
    ``target`` is the zip or a folder for it.
    """
    name = f"junggu-{course}"
    archive = target if target.suffix == ".zip" else target / f"{name}.zip"
    with tempfile.TemporaryDirectory(prefix="junggu-pack-") as scratch, _put(archive) as fresh:
        folder = Path(scratch) / name
        units = release_locally(course=course, target=folder / "units")
        wheel = _build_wheel(folder / "software")
        _write_software(folder / "software", wheel=wheel)
        _copy_tables(folder / "data", units=units)
        for path in sorted((DEPLOY / "pack").iterdir()):
            if path.is_file():
                shutil.copy(path, folder / path.name)
        shutil.copy(REPOSITORY / "LICENSE", folder / "software" / "LICENSE")
        _zip(folder, fresh)
        fresh.replace(archive)
    return archive


@contextmanager
def _put(archive: Path) -> Iterator[Path]:
    """A file beside ``archive`` to be written first; a place that refuses it is found at once."""
    archive.parent.mkdir(parents=True, exist_ok=True)
    fresh = archive.with_name(f".{archive.name}.new")
    fresh.touch()
    try:
        yield fresh
    finally:
        fresh.unlink(missing_ok=True)


def _build_wheel(target: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    built = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    wheels = sorted(target.glob("*.whl"))
    if built.returncode or not wheels:
        last = built.stderr.strip().splitlines()[-1:] or ["까닭을 말하지 않았어요"]
        raise CourseError(f"junggu 꾸러미를 만들지 못했어요({last[0]}).")
    return wheels[-1]


def _write_software(folder: Path, *, wheel: Path) -> None:
    (folder / "requirements.txt").write_text(environment.learner_requirements(), encoding="utf-8")
    text = environment.environment_yaml().replace("- -e .", f"- ./{wheel.name}")
    (folder / "environment.yml").write_text(text, encoding="utf-8")


def _copy_tables(folder: Path, *, units: list[Unit]) -> None:
    """The units' tables for a spreadsheet; the notebooks read those inside the wheel."""
    folder.mkdir()
    for name in sorted({name for unit in units for name in unit.datasets}):
        shutil.copy(dataset_path(name), folder / f"{name}.csv")
        card = DATASETS / "cards" / f"{name}.md"
        if card.is_file():
            shutil.copy(card, folder / card.name)


def _zip(folder: Path, archive: Path) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                file.write(path, path.relative_to(folder.parent))
