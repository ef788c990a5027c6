"""Loans of an invented children's library, made so that tastes can be learnt.

A reader likes a few subjects and a few series; a book has a fame of its own. Loans follow fame
times taste without repetition, so neighbours in taste tell more than the bestseller list.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

NEEDS: tuple[str, ...] = ()

FRAMES = Path(__file__).parent / "frames" / "library_loans.yaml"
LOANS, MEMBERS = 8000, 500
VOLUMES = 12  # of a series at most
GRADES = ("초3", "초4", "초5", "초6", "중1", "중2", "중3")
FIRST_DAY, DAYS = pd.Timestamp("2025-03-04"), 290
FAME = 1.1  # Zipf exponent of fame
SUBJECT_TASTE, SERIES_TASTE = 0.3, 6.0  # Dirichlet spread; factor for a loved series
UNRATED, UNRETURNED = 0.70, 0.05


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    books = _books(rng)
    sizes = _loans_per_member(rng)
    grades = rng.choice(GRADES, MEMBERS, p=(0.12, 0.16, 0.18, 0.18, 0.14, 0.12, 0.1))
    tables = []
    for number, (size, grade) in enumerate(zip(sizes, grades, strict=True), start=1):
        taste = _taste(books, rng)
        chosen = rng.choice(len(books), size, replace=False, p=taste / taste.sum())
        loans = books.iloc[chosen][["도서id", "도서명", "주제"]].assign(
            회원=f"M{number:04d}", 학년=grade, 취향=taste[chosen] / books["명성"].iloc[chosen]
        )
        tables.append(loans)
    table = pd.concat(tables, ignore_index=True)
    table["대출일"] = FIRST_DAY + pd.to_timedelta(rng.integers(0, DAYS, len(table)), unit="D")
    kept = rng.integers(1, 22, len(table))
    returned = table["대출일"] + pd.to_timedelta(kept, unit="D")
    table["반납일"] = returned.where(rng.random(len(table)) >= UNRETURNED)
    table["별점"] = _stars(table["취향"].to_numpy(), rng)
    table["자료구분"] = "합성"
    columns = ["회원", "학년", "도서id", "도서명", "주제", "대출일", "반납일", "별점", "자료구분"]
    return table.sort_values(["대출일", "회원", "도서id"], ignore_index=True)[columns]


def _books(rng: np.random.Generator) -> pd.DataFrame:
    rows = []
    for subject, shelf in yaml.safe_load(FRAMES.read_text("utf-8")).items():
        for series in shelf["series"]:
            rows += [(f"{series} {v}", subject, series) for v in range(1, VOLUMES + 1)]
        singles = [*shelf["single"], *shelf.get("classics", [])]
        rows += [(title, subject, title) for title in singles]
    books = pd.DataFrame(rows, columns=["도서명", "주제", "묶음"])
    rank = rng.permutation(len(books)) + 1
    books["명성"] = 1 / (rank + 6.0) ** FAME
    books.insert(0, "도서id", [f"B{number:04d}" for number in range(1, len(books) + 1)])
    return books


def _loans_per_member(rng: np.random.Generator) -> np.ndarray:
    weights = rng.lognormal(0, 0.6, MEMBERS)
    sizes = np.maximum(np.round(LOANS * weights / weights.sum()), 3).astype(int)
    sizes[np.argmax(sizes)] += LOANS - sizes.sum()
    return sizes


def _taste(books: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    subjects = books["주제"].unique()
    liking = dict(zip(subjects, rng.dirichlet([SUBJECT_TASTE] * len(subjects)) + 0.02, strict=True))
    weight = books["명성"].to_numpy() * books["주제"].map(liking).to_numpy()
    weight_of_series = books.assign(무게=weight).groupby("묶음")["무게"].sum()
    loved = rng.choice(
        weight_of_series.index, 3, replace=False, p=weight_of_series / weight_of_series.sum()
    )
    return np.where(books["묶음"].isin(loved), weight * SERIES_TASTE, weight)


def _stars(liking: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    order = pd.Series(np.log(liking)).rank(pct=True).to_numpy() + rng.normal(0, 0.35, len(liking))
    stars = np.digitize(order, [-0.15, 0.1, 0.35, 0.75]) + 1
    return np.where(rng.random(len(liking)) < UNRATED, np.nan, stars)
