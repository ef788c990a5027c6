"""Four hundred invented questions about throwing things away; one in ten lies on a border."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from .text import Grammar, Writer, apply_slips, draw_writer, read_frames

NEEDS: tuple[str, ...] = ()

ROWS = 400
SHARES = {
    "플라스틱": 0.17,
    "종이": 0.14,
    "비닐": 0.13,
    "일반": 0.17,
    "전용 수거": 0.13,
    "캔·고철": 0.10,
    "음식물": 0.09,
    "유리": 0.07,
}
CARE = {"none": 0.55, "few": 0.30, "many": 0.15}


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    frames = read_frames("recycle_text")
    things, ask, borders = frames["물건"], frames["말"], frames["헷갈림"]
    grammar = Grammar(slots={})
    seen = {text: (name, True) for name, group in borders.items() for text in group}
    names, shares = list(SHARES), list(SHARES.values())
    while len(seen) < ROWS:
        name = str(rng.choice(names, p=shares))
        thing = things[name][rng.integers(len(things[name]))]
        ways = list(ask["두루"])
        if name != ask["먹던것"]:
            ways += ask["살림"]
        if thing.endswith(tuple(ask["그릇끝"])):
            ways += ask["그릇"]
        say = ways[rng.integers(len(ways))]
        text = grammar.expand(say, rng=rng, given={"물건": thing})
        writer: Writer = draw_writer(rng=rng, styles={"말": 1.0}, care=CARE)
        seen.setdefault(apply_slips(text, writer=writer, rng=rng), (name, False))
    table = pd.DataFrame(
        [(text, name, border) for text, (name, border) in seen.items()],
        columns=["물음", "분류", "헷갈림"],
    ).iloc[rng.permutation(len(seen))]
    table.insert(0, "물음번호", [f"S{i:03d}" for i in range(1, len(table) + 1)])
    return table.reset_index(drop=True)
