"""What the benchmarks are asked for: a wrong name or number ends one."""

import argparse


def ready_units(names: str | None) -> list:
    """The units that have a notebook and a bank, of both tracks, or those named with commas.

    Raises ArgumentTypeError for a name that is not one of them.
    """
    from autograder.syllabus import read_syllabus

    ready = {
        unit.code: unit
        for unit in read_syllabus().units
        if unit.source.is_dir() and unit.bank.is_file()
    }
    wanted = list(ready) if names is None else [name.strip().upper() for name in names.split(",")]
    unknown = [name for name in wanted if name not in ready]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"no such unit: {', '.join(unknown)} (there are {', '.join(ready)})"
        )
    return [ready[name] for name in dict.fromkeys(wanted)]


def count(text: str) -> int:
    """A whole number of at least 1; raises ArgumentTypeError."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of at least 1")
    return int(text)


def counts(text: str) -> list[int]:
    """Such numbers, with commas."""
    return [count(part.strip()) for part in text.split(",")]
