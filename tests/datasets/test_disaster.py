"""Calibrations of the invented disaster messages (datasets.md 6.2)."""

import re

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def messages(table) -> pd.DataFrame:
    given = table("disaster_messages").copy()
    given["날"] = pd.to_datetime(given["CRT_DT"], format="%Y/%m/%d %H:%M:%S").dt.normalize()
    return given


@pytest.fixture(scope="module")
def rain(table) -> pd.Series:
    return table("weather_air_daily").set_index("일시")["일강수량(mm)"].fillna(0)


def test_almost_all_are_advice(messages):
    assert len(messages) == 600
    assert (messages["EMRG_STEP_NM"] == "안전안내").mean() >= 0.95


def test_every_message_carries_the_mark_and_is_short(messages):
    assert messages["MSG_CN"].str.startswith("[합성] ").all()
    assert (messages["MSG_CN"].str.removeprefix("[합성] ").str.len() <= 90).mean() >= 0.85
    assert messages["MSG_CN"].str.len().max() <= 157


def test_heat_is_a_matter_of_summer_and_of_hot_days(messages, table):
    hottest = table("weather_air_daily").set_index("일시")["최고기온(°C)"]
    heat = messages[messages["DST_SE_NM"] == "폭염"]
    assert set(heat["날"].dt.month) <= {6, 7, 8, 9}
    assert (hottest[heat["날"]] >= 33).all()


def test_heavy_rain_alerts_agree_with_the_weather(messages, rain):
    alerts = messages[messages["DST_SE_NM"].eq("호우") & ~messages["MSG_CN"].str.contains("해제")]
    assert len(alerts) >= 30
    assert (rain[alerts["날"]] >= 30).mean() >= 0.80
    wet = rain[rain >= 60].index
    assert wet.isin(alerts["날"]).mean() >= 0.9


def test_numbers_are_only_the_public_ones(messages):
    said = messages["MSG_CN"]
    phones = set(said.str.extractall(r"☎(\d+)")[0]) | set(said.str.extractall(r"(119|112)")[0])
    assert phones <= {"119", "182"}
    assert not said.str.contains(re.compile(r"\d{2,4}-\d{3,4}|@|https?:|www\.")).any()


def test_missing_persons_have_no_name(messages):
    missing = messages[messages["DST_SE_NM"] == "실종"]["MSG_CN"]
    assert missing.str.contains("○○○씨").all()


def test_regions_need_tidying(messages):
    region = messages["RCPTN_RGN_NM"]
    assert region.str.contains(",").any()
    assert region.str.endswith(" ").mean() == pytest.approx(0.35, abs=0.1)


def test_registration_day_is_written_in_another_way(messages):
    assert (messages["REG_YMD"] == messages["날"]).all()
    assert messages["SN"].is_monotonic_increasing
