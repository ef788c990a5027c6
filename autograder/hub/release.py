"""Handing out, at a first demo start, every unit that is ready and not yet released.

Run as a job of the Hub (``python -m autograder.hub.release HOME``), so that the Hub is there while
the units are still being made.
"""

import sys

from autograder.course import steps
from autograder.errors import CourseError, reason
from autograder.paths import TRACKS, Home
from autograder.syllabus import read_syllabus


def release_command(home: Home) -> list[str]:
    """The command of the job."""
    return [sys.executable, "-m", "autograder.hub.release", str(home.root)]


def release_missing(home: Home) -> list[steps.Outcome]:
    """Release the ready units of both courses that the exchange does not hold, or only half."""
    begun = home.hub / "releasing"
    half = begun.read_text(encoding="utf-8") if begun.exists() else ""
    outcomes = []
    for course in TRACKS:
        outbound = home.exchange / course / "outbound"
        for unit in read_syllabus().of(course):
            if (outbound / unit.code).is_dir() and unit.code != half:
                continue
            # Stopped in between, the next start finds out by this note.
            begun.write_text(unit.code, encoding="utf-8")
            try:
                outcomes += steps.release(folder=home.course(course), units=[unit.code])
            except CourseError as error:  # one unit must not keep the others back
                outcomes.append(steps.Outcome(unit=unit.code, done=False, says=str(error)))
            begun.unlink()
    return outcomes


def _main() -> int:
    try:
        outcomes = release_missing(Home.at(sys.argv[1]))
    except OSError as error:
        print(f"단원을 배포하지 못했어요({reason(error)}). 다음에 켤 때 마저 해요.", flush=True)
        return 1
    if done := [outcome.unit for outcome in outcomes if outcome.done]:
        print(f"단원을 배포했어요: {', '.join(done)}", flush=True)
    for outcome in outcomes:
        if not outcome.done:
            print(f"{outcome.unit} 단원을 배포하지 못했어요. {outcome.says}", flush=True)
    return 0 if all(outcome.done for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(_main())
