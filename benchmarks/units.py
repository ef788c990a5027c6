"""Seconds and memory of every ready unit's notebooks, executed as they stand in the repository.

    python benchmarks/units.py [--units OA1,SN2]

The lesson and the exercise with its reference answers run in a fresh stock kernel each. Prints
wall and processor seconds and the peak memory of the kernel, and ends with status 1 when a unit
(both notebooks) takes more than 30 s of processor time (wall time tells as much of who else uses
the machine) or a kernel more than 600 MB.
"""

import argparse
import json
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import psutil
from arguments import ready_units
from looking import looks
from nbclient import NotebookClient

from autograder.banks import read_bank
from autograder.notebooks import NOTEBOOKS, read_notebook
from autograder.syllabus import Unit
from junggu.answers import NAME as ANSWERS_FILE

MOST_SECONDS = 30
MOST_BYTES = 600e6


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Wall and processor seconds with the start of the kernel, and its peak memory in bytes."""

    wall: float
    cpu: float
    peak: float


def spend(unit: Unit, name: str) -> Spent:
    """Execute one notebook of ``unit``; raises what nbclient raises when a cell fails."""
    notebook = read_notebook(unit.source / f"{name}.ipynb")
    with tempfile.TemporaryDirectory(prefix="junggu-units-") as folder:
        if name == "exercise" and (saved := read_bank(unit.bank).reference_answers):
            text = json.dumps(saved, ensure_ascii=False)
            (Path(folder) / ANSWERS_FILE).write_text(text, encoding="utf-8")
        client = NotebookClient(
            notebook,
            resources={"metadata": {"path": folder}},
            timeout=120,
            extra_arguments=["--log-level=ERROR"],
        )
        began = perf_counter()
        with client.setup_kernel():
            kernel = psutil.Process(client.km.provisioner.pid)
            with looks(lambda: kernel.memory_info().rss, every=0.05) as memory:
                for index, cell in enumerate(notebook.cells):
                    client.execute_cell(cell, index)
            wall = perf_counter() - began
            cpu = kernel.cpu_times()
        return Spent(wall=wall, cpu=cpu.user + cpu.system, peak=max(memory))


def main(units: list[Unit]) -> int:
    over = 0
    print(f"cores {len(os.sched_getaffinity(0))}, load {os.getloadavg()[0]:.1f}")
    print(f"{'unit':5}{'notebook':10}{'wall s':>8}{'cpu s':>8}{'MB':>7}")
    for unit in units:
        cpu = 0.0
        for name in NOTEBOOKS:
            spent = spend(unit, name)
            cpu += spent.cpu
            line = f"{spent.wall:8.2f}{spent.cpu:8.2f}{spent.peak / 1e6:7.0f}"
            print(f"{unit.code:5}{name:10}{line}", flush=True)
            if spent.peak > MOST_BYTES:
                over += 1
                print(f"      over {MOST_BYTES / 1e6:.0f} MB")
        if cpu > MOST_SECONDS:
            over += 1
            print(f"      over {MOST_SECONDS} s: {cpu:.1f} s")
    print("over the limits:", over or "none")
    return 1 if over else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--units", type=ready_units, default=ready_units(None))
    sys.exit(main(parser.parse_args().units))
