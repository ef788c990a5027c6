"""What a model taught on the complaints of 2024 answers to those of 2025, and how sure it is."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline

NEEDS = ("civil_complaints",)

CLASSES = 8  # the largest ones
TAUGHT_BEFORE = "2025-01-01"


def model() -> Pipeline:
    """The model before it is taught: pairs of letters and a logistic regression."""
    return make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(2, 2)),
        LogisticRegression(C=3, solver="saga", tol=1e-2, random_state=0),
    )


def make(*, rng: np.random.Generator, given: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    register = given["civil_complaints"]
    largest = register["분류"].value_counts().index[:CLASSES]
    register = register[register["분류"].isin(largest)]
    past = register["접수일시"] < TAUGHT_BEFORE
    taught = model().fit(register.loc[past, "내용"], register.loc[past, "분류"])
    chances = taught.predict_proba(register.loc[~past, "내용"])
    return pd.DataFrame(
        {
            "접수번호": register.loc[~past, "접수번호"].to_numpy(),
            "예측": taught.classes_[chances.argmax(axis=1)],
            "확신도": chances.max(axis=1).round(4),
        }
    )
