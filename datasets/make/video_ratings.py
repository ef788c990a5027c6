"""Viewing logs of 300 virtual users: a few liked topics each, popular videos, and chance."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

NEEDS = ("videos",)

USERS = 300
FIRST_DAY = pd.Timestamp("2026-03-01")
DAYS = 90
RATED_SHARE = 0.45
# Weight of taste against popularity when a user comes upon a video. Chosen by measurement, so
# that neighbours help (recall) without making the feed a foregone conclusion.
TASTE, FAME = 4.0, 0.6


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    videos = given["videos"]
    topics = sorted(videos["주제"].unique())
    topic_of = videos["주제"].map(topics.index).to_numpy()
    fame = rng.normal(0.0, 1.0, len(videos))
    appeal = rng.normal(0.0, 0.5, len(videos))
    logs = []
    for user in range(USERS):
        taste = rng.dirichlet(np.full(len(topics), 0.35)) ** 0.5
        liking = TASTE * taste[topic_of] + appeal + rng.normal(0.0, 0.5, len(videos))
        pull = np.exp(liking + FAME * fame)
        seen_count = int(np.clip(rng.lognormal(3.2, 0.45), 8, 70))
        seen = rng.choice(len(videos), size=seen_count, replace=False, p=pull / pull.sum())
        share = 1 / (1 + np.exp(-(liking[seen] - 1.6 + rng.normal(0.0, 0.9, seen_count))))
        logs.append(
            pd.DataFrame(
                {
                    "이용자": f"가상{user + 1:03d}",
                    "영상번호": videos["영상번호"].to_numpy()[seen],
                    "본날": FIRST_DAY + pd.to_timedelta(rng.integers(0, DAYS, seen_count), "D"),
                    "본비율": np.clip(share, 0.02, 1.0).round(2),
                }
            )
        )
    table = pd.concat(logs, ignore_index=True)
    stars = np.clip(np.round(1 + 4 * table["본비율"] + rng.normal(0, 0.6, len(table))), 1, 5)
    table["평점"] = stars.where(rng.random(len(table)) < RATED_SHARE).astype("Int64")
    return table.sort_values(["본날", "이용자", "영상번호"], ignore_index=True)
