"""`python -m make [TABLE…]`: write the tables and their cards; `--check`: compare hashes."""

import argparse
import json
import sys
import time
from collections.abc import Iterator

from . import cards, framework, handwritten


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m make", description=__doc__)
    parser.add_argument("tables", nargs="*", help="names in datapackage.json (default: all)")
    parser.add_argument(
        "--check",
        action="store_true",
        help="write nothing; print as JSON the tables whose file differs from a fresh one",
    )
    arguments = parser.parse_args()
    package = framework.read_package()
    try:
        if arguments.check:
            recorded = {r["name"]: r.get("hash") for r in package["resources"]}
            again = fresh(arguments.tables, package)
            differing = [t.name for t in again if t.digest != recorded[t.name]]
            print(json.dumps(differing, ensure_ascii=False))
            return 1 if differing else 0
        names = arguments.tables or framework.generated(package)
        started = time.perf_counter()
        for table in framework.build(names):
            framework.store([table])
            seconds = time.perf_counter() - started
            print(f"{table.name}: {table.rows} rows, {len(table.data)} bytes, {seconds:.1f} s")
            started = time.perf_counter()
        cards.write(framework.read_package(), names=names, root=framework.ROOT)
    except framework.MakeError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def fresh(tables: list[str], package: framework.Package) -> Iterator[framework.Built]:
    """The tables (default: all that come from here) made again, also those written by hand."""
    by_hand = set(handwritten.names(package))
    names = tables or [*framework.generated(package), *by_hand]
    yield from framework.build([name for name in names if name not in by_hand])
    yield from handwritten.build([name for name in names if name in by_hand])


if __name__ == "__main__":
    sys.exit(main())
