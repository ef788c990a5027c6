"""Read the frame files of ``make/frames``: the lists of words and patterns people can check."""

from pathlib import Path
from typing import Any

import yaml

FRAMES = Path(__file__).resolve().parent.parent / "frames"


def read_frames(name: str) -> dict[str, Any]:
    """Merge ``<name>.yaml`` and every ``<name>_*.yaml`` (top-level keys must not repeat)."""
    merged: dict[str, Any] = {}
    paths = sorted([*FRAMES.glob(f"{name}.yaml"), *FRAMES.glob(f"{name}_*.yaml")])
    if not paths:
        raise FileNotFoundError(f"no frame file {name}*.yaml in {FRAMES.name}/")
    for path in paths:
        part = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        repeated = merged.keys() & part.keys()
        if repeated:
            raise ValueError(f"{path.name} repeats the keys {sorted(repeated)}")
        merged |= part
    return merged
