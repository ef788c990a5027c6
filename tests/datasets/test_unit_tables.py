"""What the tables of single units promise: a signal to learn, and answers that hold together."""

import itertools
import re

import numpy as np
import pandas as pd
import pytest
import yaml
from sklearn.cluster import KMeans
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import (
    accuracy_score,
    mean_absolute_error,
    recall_score,
    roc_auc_score,
    silhouette_score,
)
from sklearn.model_selection import GroupKFold, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from autograder.paths import DATASETS
from make import framework, handwritten
from make.__main__ import fresh

PACKAGE = framework.read_package()


def logistic():
    return make_pipeline(StandardScaler(), LogisticRegression(max_iter=2000))


@pytest.fixture(scope="module")
def scored(table):
    households = table("welfare_risk").copy()
    columns = [
        "건강보험료체납",
        "전기료체납",
        "통신비체납",
        "관리비체납",
        "단전",
        "단수",
        "최근실직",
        "의료비",
        "지난해방문",
    ]
    facts = households[columns].astype(float).fillna(0)
    households["점수"] = cross_val_predict(
        logistic(), facts, households["위기"], cv=5, method="predict_proba"
    )[:, 1]
    return households


class TestHandwritten:
    @pytest.mark.parametrize("name", handwritten.names(PACKAGE))
    def test_the_table_is_what_the_frame_says(self, name):
        resource = framework.resource_of(PACKAGE, name)
        (built,) = handwritten.build([name])
        assert built.data == (DATASETS / resource["path"]).read_bytes()
        assert built.digest == resource["hash"]

    def test_the_check_of_all_tables_makes_these_too(self):
        names = ["station_dongs", "dong_adjacency"]  # one by hand, one by a generator
        assert {table.name for table in fresh(names, PACKAGE)} == set(names)
        assert set(handwritten.names(PACKAGE)).isdisjoint(framework.generated(PACKAGE))

    @pytest.mark.parametrize(
        ("name", "column", "shares"),
        [
            ("ai_system_cards", "정답", {"AI": 15, "비AI": 15}),
            ("ai_answers_check", "판정", {"사실": 7, "오류": 8, "확인 불가": 5}),
            ("data_inventory", "판정", {"입력 가능": 4, "가명처리 후 가능": 4, "불가": 4}),
            ("official_docs", "판정", {"채택": 3, "수정": 4, "반려": 3}),
            ("alert_drafts", "판정", {"발송": 6, "고침": 2, "보류": 4}),
            (
                "ai_health_welfare_qa",
                "판정",
                {"믿기": 4, "확인하기": 4, "따르지 않기": 4},
            ),
            ("reply_drafts", "판정", {"채택": 3, "수정": 2, "거절": 3}),
            ("ad_claims", "판정", {"위험": 10, "괜찮음": 10}),
            ("shop_tasks", "판정", {"맡김": 5, "함께 함": 4, "사람이 함": 6}),
            ("scam_cases", "사기인가", {"사기": 8, "사기 아님": 4}),
            ("posts_meta", "판정", {"믿을 만함": 16, "더 확인": 7, "믿기 어려움": 17}),
        ],
    )
    def test_no_single_answer_passes(self, table, name, column, shares):
        """The counts that the card tells; always choosing one answer fails the unit's target."""
        assert table(name)[column].value_counts().to_dict() == shares

    def test_the_order_does_not_give_the_answer_away(self, table):
        answers = table("ai_system_cards")["정답"]
        longest_run = answers.groupby((answers != answers.shift()).cumsum()).size().max()
        assert longest_run <= 6

    def test_seniors_meet_short_sentences(self, table):
        columns = {
            "daily_ai_cards": ["설명", "이유"],
            "ai_health_welfare_qa": ["AI답", "공식안내", "이유"],
            "voice_scam_scenarios": ["상황", "바른행동", "이유"],
        }
        for name, told in columns.items():
            for text in table(name)[told].to_numpy().ravel():
                for sentence in re.split(r"(?<=[.!?])\s", text):
                    assert len(re.findall("[가-힣0-9]", sentence)) <= 45, sentence


class TestOfficialsA:
    def test_the_exercise_has_six_claims_and_both_kinds(self, table):
        claims = table("ai_product_claims").query("쓰임 == '직접 하기'")
        assert claims["판정"].value_counts().to_dict() == {"과장": 4, "타당": 2}

    def test_notices_leave_the_next_word_open(self, table):
        sentences = table("notices_corpus")["문장"]
        assert len(sentences) == 300 and sentences.str.endswith(".").all()
        followers: dict[str, set[str]] = {}
        for words in sentences.str.split():
            for first, second in itertools.pairwise(words):
                followers.setdefault(first, set()).add(second)
        branching = np.mean([len(after) > 1 for after in followers.values()])
        assert 0.2 <= branching <= 0.5

    def test_stored_answers_agree_with_the_published_figures(self, table):
        answers = table("ai_answers_check").set_index("물음")
        dongs = table("dong_facts")
        people, old = dongs["인구_202505"].sum(), dongs["65세이상_202505"].sum()
        said = answers.loc["2025년 5월 중구 인구는 몇 명인가요?"]
        assert f"{people:,}" in said["AI답변"] and f"{people:,}" in said["기준자료"]
        share = answers.loc["중구에서 65세 이상 비율은 얼마쯤인가요?", "AI답변"]
        assert f"{100 * old / people:.1f}%" in share
        sure = answers[answers["말투"] == "자신 있음"]
        assert (sure["판정"] == "사실").mean() < 0.5  # confidence must not be the key

    def test_energy_ranges_hold_and_follow_from_each_other(self, table):
        energy = table("energy_assumptions").set_index("항목")
        assert (energy["낮은값"] <= energy["값"]).all() and (energy["값"] <= energy["높은값"]).all()
        prompt, length = energy.loc["짧은 글 물음 한 번"], energy.loc["짧은 답의 길이"]
        token = energy.loc["토큰 하나에 드는 전력"]
        assert token["값"] == pytest.approx(prompt["값"] / length["값"])
        assert token["낮은값"] == pytest.approx(prompt["낮은값"] / length["높은값"], abs=5e-5)
        assert token["높은값"] == pytest.approx(prompt["높은값"] / length["낮은값"], abs=5e-5)

    def test_every_scenario_is_judged_on_every_duty(self, table):
        cells = table("scenario_duties")
        grid = cells.pivot(index="시나리오번호", columns="의무코드", values="판정")
        assert grid.shape == (15, 8) and grid.notna().all().all()
        # What we could not read in a source is never taught as settled.
        unsettled = table("law_duties").query("근거등급 == 'K'")["의무코드"]
        assert cells[cells["의무코드"].isin(unsettled)]["사람확인필요"].all()
        settled = cells[~cells["사람확인필요"]]
        assert len(settled) >= 60 and set(settled["판정"]) == {"해당", "검토", "해당 없음"}

    def test_the_checklist_has_three_questions_a_principle(self, table):
        counts = table("ethics_checklist")["원칙"].value_counts()
        assert len(counts) == 6 and (counts == 3).all()


class TestOfficialsB:
    def test_the_raw_budget_can_be_mended_from_itself(self, table):
        tidy, raw = table("budget_execution"), table("raw_budget_execution")
        money = ["예산현액(천원)", "집행액(천원)", "누계집행액(천원)"]
        key = ["기준월", "세부사업코드"]
        mended = raw.copy()
        mended[money] = mended[money].apply(
            lambda cells: pd.to_numeric(cells.str.replace(",", ""), errors="coerce")
        )
        assert mended.duplicated(key).sum() == 24
        mended = mended.drop_duplicates(key).sort_values(["세부사업코드", "기준월"])
        assert mended["집행액(천원)"].isna().sum() == 27
        usual = mended.groupby("세부사업코드")["예산현액(천원)"].transform("median")
        in_won = mended["예산현액(천원)"] > 10 * usual
        assert in_won.sum() == 36
        mended.loc[in_won, money] /= 1000
        totals = mended.groupby("세부사업코드")["누계집행액(천원)"]
        step = totals.diff().fillna(mended["누계집행액(천원)"])
        wrong = mended["집행액(천원)"].notna() & (mended["집행액(천원)"] != step)
        assert wrong.sum() == 18
        clean = tidy.sort_values(["세부사업코드", "기준월"])
        assert (step.to_numpy() == clean["집행액"].to_numpy()).all()

    def test_a_year_of_months_is_the_year_of_the_budget(self, table):
        spent = table("budget_execution").groupby("세부사업코드")
        year = table("budget_programs").query("회계연도 == 2025").set_index("세부사업코드")
        assert (spent["집행액"].sum() == year["지출액"].reindex(spent.groups)).all()
        rate = spent["집행액"].sum() / spent["예산현액"].first()
        assert (rate < 0.6).sum() >= 10  # the ten slowest are slow indeed

    def test_blocks_have_no_single_true_number_of_clusters(self, table):
        values = StandardScaler().fit_transform(table("commercial_blocks").select_dtypes("number"))
        scores = [
            silhouette_score(values, KMeans(k, n_init=10, random_state=0).fit_predict(values))
            for k in (2, 3, 4, 5)
        ]
        assert all(0.15 <= score <= 0.35 for score in scores)
        assert max(scores) - min(scores) < 0.12

    def test_marked_personal_data_cannot_be_anybody_s(self, table):
        weights = np.array([2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5])
        found = list(annotated(table("complaints_pii")))
        assert {kind for kind, *_ in found} == {"주민등록번호", "전화번호", "계좌번호", "주소"}
        for kind, value, *_ in found:
            digits = [int(d) for d in re.sub(r"\D", "", value)]
            if kind == "주민등록번호":
                month, day = 10 * digits[2] + digits[3], 10 * digits[4] + digits[5]
                assert len(digits) == 13 and (month > 12 or day > 31)
                assert digits[12] != (11 - int(weights @ digits[:12]) % 11) % 10
            elif kind == "전화번호":
                assert re.search(r"0000|-000-", value)
            elif kind == "계좌번호":
                assert value.startswith("000")
            else:
                assert "가상" in value

    def test_a_careful_pattern_finds_what_a_plain_one_misses(self, table):
        sentences = table("complaints_pii")
        plain = [r"\d{6}-\d{7}", r"01\d-\d{4}-\d{4}", r"\d{3}-\d{2}-\d{6}"]
        careful = [
            r"\d{6}[- ]?\d{7}",
            r"(?:010|042)[-. ]?\d{3,4}[-. ]?\d{4}",
            r"000-[\d-]{8,}\d|\b000\d{11}\b",
            r"(?:대전 )?(?:중구 )?(?:[가-힣\d]+동 )?가상[가-힣]+\d*(?:번길)?"
            r"(?: \d[\d-]*(?!동|호))?(?:,? ?\d+동)?(?: ?\d+(?:호|층))?",
        ]
        assert masked_share(sentences, plain) < 0.5
        assert masked_share(sentences, careful) >= 0.95
        harmless = sentences[sentences["개인정보수"] == 0]["문장"]
        assert len(harmless) == 20 and harmless.str.contains(r"\d").sum() >= 10

    def test_k_anonymity_needs_work_and_can_be_reached(self, table):
        people = table("welfare_micro")
        exact = people.groupby(["행정동", "성별", "출생연도", "가구원수"])["관리번호"]
        assert (exact.transform("size") == 1).mean() > 0.8
        decade = (people["출생연도"] // 10 * 10).clip(1940, 1980)
        size = people["가구원수"].clip(upper=2)
        wide = people.groupby([people["성별"], decade, size])["관리번호"]
        assert (wide.transform("size") >= 5).all()


class TestOfficialsC:
    def test_crisis_is_rare_and_partly_visible(self, scored):
        assert scored["위기"].sum() == 300 and len(scored) == 5000
        assert 0.75 <= roc_auc_score(scored["위기"], scored["점수"]) <= 0.87
        visited = scored.nlargest(150, "점수")
        assert 65 <= visited["위기"].sum() <= 110

    def test_young_people_are_missed_more_often(self, scored):
        in_crisis = scored[scored["위기"]]
        reached = in_crisis["점수"] >= scored["점수"].nlargest(500).min()
        recall = reached.groupby(in_crisis["세대주연령대"]).mean()
        assert recall.idxmin() == "19~34세"
        assert recall.drop("19~34세").min() - recall["19~34세"] >= 0.10

    def test_no_dong_is_made_poor(self, scored):
        """Shares by dong differ no more than chance (chi-square, 16 degrees of freedom)."""
        groups = scored.groupby("행정동")["위기"]
        expected = groups.size() * scored["위기"].mean()
        spread = ((groups.sum() - expected) ** 2 / (expected * (1 - scored["위기"].mean()))).sum()
        assert spread < 32  # the 99th percentile

    def test_water_follows_the_rain_of_the_shared_weather(self, table):
        river = table("river_rain_hourly")
        weather = table("weather_air_daily").drop_duplicates("일시").set_index("일시")
        daily = river.groupby(river["일시"].dt.normalize())["강우량"].sum()
        told = weather["일강수량(mm)"].reindex(daily.index).fillna(0)
        assert (daily - told).abs().max() < 1.0  # rounding of 24 hours
        assert river["수위"].isna().sum() == 60

    def test_a_forecast_beats_the_last_reading(self, table):
        river = table("river_rain_hourly")
        level = river["수위"].interpolate()
        lags = {f"수위{k}": level.shift(k) for k in range(4)}
        for name in ("강우량", "상류강우량"):
            lags |= {f"{name}{k}": river[name].shift(k) for k in range(6)}
        facts = pd.DataFrame(lags | {"사흘비": river["강우량"].rolling(72).sum()})
        later = level.shift(-3)
        usable = facts.notna().all(axis=1) & later.notna()
        first = usable & (river["일시"] < "2025-08-01")
        last = usable & (river["일시"] >= "2025-08-01")
        model = LinearRegression().fit(facts[first], later[first])
        model_error = mean_absolute_error(later[last], model.predict(facts[last]))
        persistence = mean_absolute_error(later[last], level[last])
        assert 0.5 <= model_error / persistence <= 0.85
        assert ((level > 1.0) & (level.shift() <= 1.0)).sum() >= 8  # enough alarms to count

    def test_a_good_summary_is_free_of_errors_and_a_bad_one_is_located(self, table):
        documents = table("official_docs").set_index("판정")
        assert (documents.loc["채택", "틀린곳"] == "-").all()
        assert (documents.drop("채택")["바른내용"].str.len() > 5).all()

    def test_hard_words_stand_in_their_example(self, table):
        for word, example in table("plain_terms")[["어려운말", "예문"]].to_numpy():
            assert word.removesuffix("하다") in example or word[:2] in example


class TestYouth:
    def test_neighbours_help_and_narrow(self, table):
        """Cosine neighbours beat popularity on hidden views, and their lists are narrower."""
        videos, rng = table("videos"), np.random.default_rng(0)
        seen = (
            table("video_ratings")
            .pivot(index="이용자", columns="영상번호", values="본비율")
            .reindex(columns=videos["영상번호"])
            .fillna(0)
            .to_numpy()
        )
        hidden = np.zeros_like(seen, dtype=bool)
        for user, row in enumerate(seen):
            known = np.flatnonzero(row)
            hidden[user, rng.choice(known, len(known) // 5, replace=False)] = True
        shown = np.where(hidden, 0, seen)
        unit = shown / np.linalg.norm(shown, axis=0).clip(1e-9)
        alike = unit.T @ unit
        np.fill_diagonal(alike, 0)

        def top_ten(score):
            return np.argsort(-np.where(shown > 0, -1, score), axis=1)[:, :10]

        def recall(lists):
            return np.mean([hidden[u, row].sum() / hidden[u].sum() for u, row in enumerate(lists)])

        def entropy(items):
            share = videos["주제"].iloc[items].value_counts(normalize=True)
            return -(share * np.log2(share)).sum()

        near, popular = top_ten(shown @ alike), top_ten(np.tile(shown.sum(0), (len(seen), 1)))
        assert recall(near) >= 1.2 * recall(popular) and recall(near) < 0.6
        assert np.mean([entropy(row) for row in near]) < np.mean(
            [entropy(np.flatnonzero(row)) for row in seen]
        )

    def test_the_small_area_is_passed_over_until_mended(self, table):
        pupils = table("club_recommend")
        facts = pupils[["관심점수", "자유시간", "통학시간", "함께할친구", "지난참여"]].astype(float)

        def gap(columns):
            said = cross_val_predict(logistic(), columns, pupils["잘맞음"], cv=5)
            missed = 1 - pd.Series(said)[pupils["잘맞음"]].groupby(pupils["권역"]).mean()
            return missed["다권역"] - missed[["가권역", "나권역"]].mean()

        before = gap(facts)  # without the area, as people think is fair
        assert before >= 0.10
        assert abs(gap(facts.drop(columns="통학시간"))) <= before / 2
        assert abs(gap(facts.join(pd.get_dummies(pupils["권역"], dtype=float)))) <= before / 2

    def test_copied_lines_can_be_found_by_overlap(self, table):
        def pieces(text):
            letters = "".join(character for character in text if character.isalnum())
            return {letters[i : i + 5] for i in range(len(letters) - 4)}

        poems = table("public_domain_texts").set_index("글번호")["글"].map(pieces)
        for suggestion in table("ai_variations").itertuples():
            own = pieces(suggestion.제안)
            overlap = {name: len(own & poem) / len(own) for name, poem in poems.items()}
            if suggestion.특징 == "베낌":
                assert overlap[suggestion.베낀글] == max(overlap.values()) > 0.15
            else:
                assert max(overlap.values()) < 0.05

    def test_an_old_photo_is_never_called_trustworthy(self, table):
        posts = table("posts_meta")
        stale = (posts["올린날"] - posts["사진찍은날"]).dt.days > 365
        assert stale.sum() >= 2
        assert (posts[stale]["판정"] == "믿기 어려움").all()

    def test_detector_counts_are_those_of_the_hand_calculation(self, table):
        found = table("detector_sim").query("탐지결과 == '가짜'").groupby("곳")["실제가짜"]
        assert found.mean()["학교 게시판"] == pytest.approx(18 / (18 + 99))
        assert found.mean()["신고함"] == pytest.approx(540 / (540 + 70))

    def test_falls_need_more_than_one_feature(self, table):
        windows = table("motion_windows")
        facts, fell = windows.loc[:, "최대가속도":"움직임에너지"], windows["넘어짐"]
        assert facts.shape == (600, 12)
        forest = cross_val_predict(RandomForestClassifier(100, random_state=0), facts, fell, cv=5)
        plain = cross_val_predict(logistic(), facts, fell, cv=5)
        peak = cross_val_predict(logistic(), facts[["최대가속도"]], fell, cv=5)
        recalls = [recall_score(fell, said) for said in (peak, plain, forest)]
        assert recalls[0] < 0.3 < recalls[1] < recalls[2] < 0.95
        assert accuracy_score(fell, forest) < 0.99

    def test_recycling_texts_are_learnt_by_the_thing(self, table):
        texts = table("recycle_text")
        model = make_pipeline(TfidfVectorizer(analyzer="char", ngram_range=(1, 3)), LinearSVC())
        assert 0.80 <= cross_val_score(model, texts["물음"], texts["분류"], cv=5).mean() <= 0.95
        frame = yaml.safe_load((handwritten.FRAMES / "recycle_text.yaml").read_text("utf-8"))
        things = sorted(itertools.chain(*frame["물건"].values()), key=len, reverse=True)
        about = [
            next((t for t in things if t.replace(" ", "") in said.replace(" ", "")), said)
            for said in texts["물음"]
        ]
        apart = cross_val_score(model, texts["물음"], texts["분류"], groups=about, cv=GroupKFold(5))
        assert apart.mean() < 0.6


class TestSeniors:
    def test_errands_can_be_run_on_the_kiosks(self, table):
        buttons = table("kiosk_menu").set_index(["기기", "화면", "단추"])
        assert buttons.index.is_unique
        for errand in table("kiosk_orders").itertuples():
            screen, cost = "시작", 0
            for button in errand.누를차례.split(">"):
                pressed = buttons.loc[(errand.기기, screen, button)]
                screen, cost = pressed["다음화면"], cost + pressed["금액"]
            assert (screen, cost) == ("끝", errand.금액)

    def test_every_wish_is_told_badly_and_well(self, table):
        results = table("voice_intents").groupby("바람")["결과"].value_counts().unstack()
        assert len(results) == 20
        assert (results["바라는 대로"] == 2).all() and (results["되물음"] == 1).all()

    def test_every_scam_shows_two_signs(self, table):
        for name, least in (("voice_scam_scenarios", 2), ("scam_cases", 2)):
            cases = table(name)
            signs = cases["위험신호"].str.split(";").str.len()
            fraud = cases["사기인가"] == "사기"
            assert (signs[fraud] >= least).all()
            assert (cases[~fraud]["위험신호"] == "없음").all()


class TestBusiness:
    def test_the_two_slogans_cannot_be_told_apart(self, table):
        rate = table("ab_test").groupby("문구")["반응"].mean()
        gap = rate["B"] - rate["A"]
        error = np.sqrt((rate * (1 - rate) / 1000).sum())
        assert gap / rate["A"] >= 0.2  # it looks like a quarter more
        assert gap - 1.96 * error < 0 < gap + 1.96 * error

    def test_the_shops_that_remain_flatter_the_mean(self, table):
        shops = table("shops_open_close")
        assert (shops["현재목록"] == shops["폐업월"].isna()).all()
        inflated = shops[shops["현재목록"]]["월매출"].mean() / shops["월매출"].mean()
        assert 1.04 <= inflated <= 1.15

    def test_a_list_by_clicks_feeds_itself(self, table):
        def clicks_by_shop(order):
            shown = table("ranking_sim").query("순서방식 == @order")
            return shown.groupby("가게").agg(품질=("품질", "first"), 클릭=("클릭", "sum"))

        by_clicks, by_chance = clicks_by_shop("클릭 많은 순"), clicks_by_shop("무작위")
        for shops, low, high in ((by_clicks, 0.4, 0.7), (by_chance, 0.15, 0.3)):
            assert low <= shops["클릭"].nlargest(3).sum() / shops["클릭"].sum() <= high
        assert by_clicks.corr("spearman").iloc[0, 1] < by_chance.corr("spearman").iloc[0, 1]

    def test_a_forbidden_word_in_a_slogan_is_marked(self, table):
        slogans = table("ad_outputs")
        marked = 0
        for slogan in slogans.itertuples():
            banned = [word for word in str(slogan.금지표현).split("·") if word in slogan.문구]
            assert not (banned and slogan.금지어없음)
            marked += not slogan.금지어없음
        assert 0 < marked < len(slogans)


def annotated(sentences: pd.DataFrame):
    """(kind, value, sentence, first, end) of every annotation."""
    for text, marks in sentences[["문장", "주석"]].fillna("").to_numpy():
        for mark in filter(None, marks.split(";")):
            kind, place = mark.split(":")
            first, end = (int(part) for part in place.split("-"))
            yield kind, text[first:end], text, first, end


def masked_share(sentences: pd.DataFrame, patterns: list[str]) -> float:
    """Share of annotations that lie wholly inside a match of one of the patterns."""
    hits = []
    for _, _, text, first, end in annotated(sentences):
        matches = [m.span() for pattern in patterns for m in re.finditer(pattern, text)]
        hits.append(any(start <= first and end <= stop for start, stop in matches))
    return float(np.mean(hits))
