"""Tables that a person wrote row by row: `python -m make.handwritten [TABLE…]` in `datasets/`.

A resource with `x-frame` comes from that file in `make/frames`. The file holds `번호` (`열` = name
of the number column, `머리` = its prefix, the mark of synthetic data that survives copy and
paste), `섞기` (name of the column whose text decides the order, or false to keep the order of
the file) and `행` (the rows).
"""

import argparse
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import yaml

from . import cards, framework

FRAMES = Path(__file__).parent / "frames"


def read(*, frame: str) -> pd.DataFrame:
    """Return the rows of make/frames/<frame> with their number column first.

    The order comes from a hash of the text itself, so that neither a seed nor the order in
    which rows were written (usually all of one label together) shows in the table.
    """
    written = yaml.safe_load((FRAMES / frame).read_text(encoding="utf-8"))
    rows = written["행"]
    if written["섞기"]:
        rows = sorted(rows, key=lambda row: _digest(str(row[written["섞기"]])))
    number, prefix = written["번호"]["열"], written["번호"]["머리"]
    width = max(2, len(str(len(rows))))
    data = pd.DataFrame(rows)
    data.insert(0, number, [f"{prefix}{i:0{width}d}" for i in range(1, len(rows) + 1)])
    return data


def names(package: framework.Package) -> list[str]:
    """Names of the hand-written tables."""
    return [r["name"] for r in package["resources"] if r.get("x-frame")]


def build(tables: Iterable[str]) -> Iterator[framework.Built]:
    """Turn frame files into the bytes of their tables, as the descriptor says."""
    package = framework.read_package()
    for name in tables:
        resource = framework.resource_of(package, name)
        rows = read(frame=resource["x-frame"])
        data = framework.to_bytes(rows, resource=resource)
        yield framework.Built(name=name, data=data, rows=len(rows))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m make.handwritten", description=__doc__)
    parser.add_argument("tables", nargs="*", help="names in datapackage.json (default: all)")
    tables = parser.parse_args().tables or names(framework.read_package())
    framework.store(build(tables))
    cards.write(framework.read_package(), names=tables, root=framework.ROOT)


if __name__ == "__main__":
    main()
