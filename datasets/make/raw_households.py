"""Residents and households of January 2021 in the layout of the ministry's export.

Every cell quoted, thousands with commas, and people per household padded with blanks.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from . import sources
from .population_age_sex import DISTRICT as DISTRICT_CODE
from .raw import commas
from .raw_population import DISTRICT, region

NEEDS: tuple[str, ...] = ()

MONTH = "2021년01월"


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    facts = sources.read("junggu_dong_facts")[
        ["행정기관코드", "행정동", "인구_202101", "세대수_202101"]
    ]
    sums = facts[["인구_202101", "세대수_202101"]].sum()
    total = pd.DataFrame([{"행정기관코드": DISTRICT_CODE, "행정동": DISTRICT, **sums}])
    facts = pd.concat([total, facts], ignore_index=True)
    names = zip(facts["행정기관코드"], facts["행정동"], strict=True)
    people, homes = facts["인구_202101"], facts["세대수_202101"]
    return pd.DataFrame(
        {
            "행정구역": [region(code, name) for code, name in names],
            f"{MONTH}_총인구수": commas(people),
            f"{MONTH}_세대수": commas(homes),
            f"{MONTH}_세대당 인구": (people / homes).map("{:14.2f}".format),
        }
    )
