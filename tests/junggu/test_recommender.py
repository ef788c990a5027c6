import numpy as np
import pandas as pd
import pytest

from junggu.interactive.feed import Feed, entropy
from junggu.interactive.recommender import Recommender

ITEMS = ["a1", "a2", "a3", "b1", "b2", "c1", "c2", "d1"]
GROUPS = pd.Series([item[0] for item in ITEMS], index=ITEMS)


@pytest.fixture
def likeness():
    same = GROUPS.to_numpy()[:, None] == GROUPS.to_numpy()[None, :]
    table = np.where(same, 0.5, 0.1) - 0.01 * np.arange(len(ITEMS))[None, :]
    table = (table + table.T) / 2
    np.fill_diagonal(table, 0)
    return pd.DataFrame(table, index=ITEMS, columns=ITEMS)


@pytest.fixture
def made(likeness):
    return Recommender(
        likeness=likeness,
        titles=GROUPS + "<편>",
        groups=GROUPS,
        watched={"a1": 1.0, "b1": 0.3, "c1": 0.0},
        count=3,
    )


@pytest.mark.parametrize(
    ("groups", "bits"), [("aaaa", 0), ("aabb", 1), ("abcdefgh", 3), ("aaab", 0.811)]
)
def test_entropy_is_in_bits(groups, bits):
    assert entropy(groups) == pytest.approx(bits, abs=1e-3)


def test_what_was_watched_before_does_not_come_again_but_clicked_may(likeness):
    feed = Feed(likeness=likeness, first=pd.Series({"a1": 1.0}), count=3)
    assert feed.recommended()[:2] == ["a2", "a3"]
    assert "b2" in feed.recommended(["b1"] * 9)
    assert "a2" in feed.recommended(["a3"])
    assert "a1" not in feed.recommended(["a1"])


def test_the_reason_is_the_item_that_added_most(likeness):
    feed = Feed(likeness=likeness, first=pd.Series({"a1": 1.0, "b1": 0.3}), count=3)
    assert feed.reason("a2") == "a1"
    assert feed.reason("b2", ["b1", "b1"]) == "b1"
    assert Feed(likeness=likeness, first=pd.Series({"a1": 0.0}), count=3).reason("a2") is None


def test_switched_off_everybody_gets_the_next_items_in_their_order(likeness, made):
    made.switch.value = "추천 끔"
    made.items[0].click()
    assert made.feeds == [ITEMS[:3], ITEMS[3:6]]
    made.tastes["a1"].value = 0.0
    assert made.feeds == [ITEMS[:3]]
    assert "올라온 차례예요" in made.result.value


def test_clicks_narrow_the_feed_and_can_be_taken_back(made):
    before = made.feeds[-1]
    place = before.index("b2")
    for _ in range(3):
        made.items[place].click()
    assert len(made.bits) == 4
    assert "3번 누른 피드" in made.result.value and "누르기 전에는" in made.result.value
    for _ in range(5):
        made.undo.click()
    assert made.feeds == [before]


def test_buttons_name_the_items_and_stay_the_same_widgets(made):
    kept = list(made.items)
    made.items[2].click()
    assert made.items == kept
    assert [b.description for b in made.items] == [f"{i[0]}<편> ({i[0]})" for i in made.feeds[-1]]


def test_starting_again_brings_the_first_ratings_back(made):
    made.tastes["c1"].value = 1.0
    made.switch.value = "추천 끔"
    made.items[0].click()
    made.reset.click()
    assert made.tastes["c1"].value == 0.0 and made.switch.value == "추천 켬"
    assert len(made.feeds) == 1


def test_the_still_picture_keeps_the_first_state_and_shows_mark_up_as_text(made):
    before = made.still().words
    made.items[0].click()
    assert made.still().words == before
    assert "<편>" not in made.still().html and "&lt;편&gt;" in made.still().html


def test_an_item_that_is_not_there_is_named(likeness):
    with pytest.raises(ValueError, match="zz"):
        Recommender(likeness=likeness, titles=GROUPS, groups=GROUPS, watched={"zz": 1.0})
