"""Reviews of invented shops: stars, aspects, features and how hard they are (datasets.md 6.2)."""

import re

import pandas as pd
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline

from junggu import load

ASPECTS = ["맛", "서비스", "가격", "대기·위생"]


@pytest.fixture(scope="module")
def reviews() -> pd.DataFrame:
    return load("shop_reviews")


def test_stars_are_exact(reviews: pd.DataFrame) -> None:
    assert reviews["별점"].value_counts().to_dict() == {5: 1840, 4: 960, 3: 520, 2: 280, 1: 400}


def test_features_have_their_size(reviews: pd.DataFrame) -> None:
    counts = reviews["특징"].value_counts()
    assert counts[["협찬", "별점불일치", "반어", "빈글"]].to_dict() == {
        "협찬": 200,
        "별점불일치": 160,
        "반어": 56,
        "빈글": 40,
    }
    assert 0.08 <= counts["혼합"] / len(reviews) <= 0.16
    assert reviews["리뷰"].isna().equals(reviews["특징"] == "빈글")


def test_aspects_follow_the_stars_except_where_planted(reviews: pd.DataFrame) -> None:
    polarity = (reviews[ASPECTS] == "긍정").sum(axis=1) - (reviews[ASPECTS] == "부정").sum(axis=1)
    said = (reviews[ASPECTS] != "언급없음").sum(axis=1)
    mean = (polarity / said)[said > 0]
    assert 0.65 <= mean.corr(reviews.loc[said > 0, "별점"].astype(float)) <= 0.88
    praised = (reviews["별점"] <= 2) & (said > 0) & (polarity == said)
    blamed = (reviews["별점"] >= 4) & (said > 0) & (polarity == -said)
    assert set(reviews.loc[praised | blamed, "특징"]) == {"별점불일치"}


def test_sponsored_posts_come_in_waves(reviews: pd.DataFrame) -> None:
    sponsored = reviews[reviews["협찬의심"]]
    assert (sponsored["별점"] == 5).all()
    spans = sponsored.groupby("가게")["작성일"].agg(lambda days: (days.max() - days.min()).days)
    assert len(spans) == 4
    assert spans.max() <= 6
    honest = reviews.loc[~reviews["협찬의심"], "리뷰"].str.len()
    assert sponsored["리뷰"].str.len().median() > honest.quantile(0.95)


def test_words_fit_the_way_of_using_the_shop(reviews: pd.DataFrame) -> None:
    text = reviews["리뷰"].fillna("")
    assert not text[reviews["이용방법"] != "배달"].str.contains("기사님|초인종|벨 누르지").any()
    seated = text.str.contains("테이블|화장실|유모차를 보더니|앞접시")
    assert set(reviews.loc[seated & ~reviews["협찬의심"], "이용방법"]) == {"식사"}
    assert not reviews["업종"].isin(["빵집", "반찬"])[reviews["이용방법"] == "식사"].any()


def test_people_write_differently(reviews: pd.DataFrame) -> None:
    text = reviews["리뷰"].dropna()
    for habit, low in (
        ("ㅋㅋ", 0.03),
        ("[😊👍❤😋🥰]", 0.05),
        ("요[.!~ ㅎㅋ^]|요$", 0.3),
        ("[가-힣]음|함", 0.05),
    ):
        assert text.str.contains(habit).mean() >= low, habit
    assert text.duplicated().mean() < 0.10


def test_nobody_is_named(reviews: pd.DataFrame) -> None:
    everything = "\n".join(reviews["리뷰"].dropna())
    assert not re.search(r"\d{3}-\d{3,4}-\d{4}|@|https?:|www|\.com|\.kr", everything)
    assert "성심당" not in everything
    assert reviews["리뷰id"].str.startswith("합성").all()


def test_sentiment_is_as_hard_as_designed(reviews: pd.DataFrame) -> None:
    """4–5 stars against 1–2: character 1–3-grams with LR (C = 1) 0.85–0.92; majority ≤ 0.82."""
    written = reviews[(reviews["별점"] != 3) & reviews["리뷰"].notna()]
    good = written["별점"] >= 4
    model = make_pipeline(
        TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True),
        LogisticRegression(C=1, max_iter=500),
    )
    folds = StratifiedKFold(3, shuffle=True, random_state=0)
    guessed = cross_val_predict(model, written["리뷰"], good, cv=folds)
    assert good.mean() <= 0.82
    assert 0.85 <= accuracy_score(good, guessed) <= 0.92
