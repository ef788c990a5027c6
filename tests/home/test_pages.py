"""The learner's home page as a browser meets it, all through nbgrader's exchange."""

import re
import time

import pytest

from autograder.course import steps
from autograder.course.nbgrader_api import open_gradebook, waiting_points
from autograder.grading.run import grade

UNIT = "OA1"

pytestmark = pytest.mark.usefixtures("one_engine")


def way(unit=UNIT, last=""):
    return f"/officials/{unit}" + (f"/{last}" if last else "")


def english_words(page):
    """Latin words that a learner would read on the page."""
    text = re.sub(r"<(script|style).*?</\1>|<head>.*?</head>", "", page.text, flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    return set(re.findall(r"[A-Za-z]{2,}", text)) - {"AI", "OA", "exercise", "pandas"}


def test_a_learner_does_everything_from_the_home_page(home_page):
    first = home_page.get()
    assert "새로 열림" in first.text
    assert first.text.count("아직 열린 단원이 없어요") == 1
    assert "처음부터 하나씩 확인하고" not in home_page.get(way()).text

    opened = home_page.press(first, "시작하기")
    assert opened.status_code == 302
    assert opened.headers["location"].endswith("/officials/OA1/lesson.ipynb")
    assert "하는 중" in home_page.get().text

    checked = home_page.press(home_page.get(way()), "미리 확인하기")
    assert checked.text.count("아직 풀지 않았어요") >= 3
    assert checked.url.path.endswith("/OA1/check")
    home_page.learner.answer_all(UNIT)
    checked = home_page.press(home_page.get(way()), "미리 확인하기")
    assert "아직 풀지 않았어요" not in checked.text
    assert "낸 뒤에 값을 보고 채점해요" in checked.text
    # The text is one of the tasks; where points are still hidden nothing is called done.
    assert "글로 쓰는 답" in checked.text
    assert "여기까지 맞아요" in checked.text and "다 했어요" not in checked.text
    assert "고친 것이 있어요" not in home_page.get(way(last="check")).text

    receipt = home_page.press(home_page.get(way(last="submit")), "네, 낼게요")
    assert "접수증" in receipt.text
    # Loading the receipt again hands nothing in.
    assert home_page.get(way(last="receipt")).text == receipt.text
    assert len(submissions(home_page)) == 1
    listed = home_page.get()
    assert "냈어요 · 채점 기다림" in listed.text and "이어서 하기" not in listed.text

    folder = home_page.folder
    assert all(outcome.done for outcome in steps.collect(folder=folder, units=[UNIT]))
    assert grade(course_dir=folder).troubled == []
    assert all(outcome.done for outcome in steps.feedback(folder=folder, units=[UNIT]))
    returned = home_page.get()
    assert "돌려받음" in returned.text
    with open_gradebook(folder) as gradebook:
        submission = gradebook.find_submission(UNIT, "kim.one")
        score, text = submission.score, waiting_points(submission)
    assert text > 0
    assert f"{score:g}점을 받았어요. {text:g}점은 채점 중이에요." in returned.text
    assert "의견이 왔어요" in returned.text
    pages = list(home_page.pages)
    # The feedback page shows the learner's own code, which is not Korean.
    feedback = home_page.get(way(last="feedback"))
    assert "목표마다 얻은 점수" in feedback.text
    assert f"글로 쓴 답: ◐ 채점 중 ({text:g}점)" in feedback.text
    assert "강사의 말" not in feedback.text
    # All is solved; what is left waits for a person.
    assert "다시 풀러 가기" not in feedback.text and ">내 학습으로</a>" in feedback.text
    assert "sandbox" in feedback.headers["content-security-policy"]
    assert "의견이 왔어요" not in home_page.get().text

    # Handed in again, what came back before is still there.
    home_page.press(home_page.get(way(last="submit")), "네, 낼게요")
    again = home_page.get()
    assert "지난번 의견 보기" in again.text and "채점 기다림" in again.text
    assert f"지난번에는 {submission_full(folder):g}점 가운데 {score:g}점을 받았어요" in again.text
    assert "다시 낸 것은 채점을 기다려요" in home_page.get(way(last="feedback")).text

    for page in pages:
        assert not english_words(page), page.url
        for address in re.findall(r'(?:src|href|action)="([^"]+)"', page.text):
            assert not address.startswith("http"), address


def submissions(home_page):
    return list((home_page.home.exchange / "officials" / "inbound").iterdir())


def submission_full(folder):
    with open_gradebook(folder) as gradebook:
        return gradebook.find_submission(UNIT, "kim.one").max_score


def test_handing_in_late_is_told_kindly_and_taken(home_page):
    due = steps.parse_due("2026-01-05 18:00")
    steps.release(folder=home_page.folder, units=[UNIT], due=due)
    page = home_page.get()
    assert "늦음" in page.text
    assert "1월 5일(월) 오후 6시까지" in page.text
    home_page.press(page, "시작하기")
    receipt = home_page.press(home_page.get(way(last="submit")), "네, 낼게요")
    assert "기한이 지난 뒤" in receipt.text
    (outcome,) = steps.collect(folder=home_page.folder, units=[UNIT])
    assert "기한이 지나서" in outcome.says


def test_when_the_exchange_is_gone_nothing_is_lost(home_page):
    home_page.press(home_page.get(), "시작하기")
    confirm = home_page.get(way(last="submit"))
    exchange = home_page.home.exchange
    exchange.rename(exchange.with_name("away"))
    refused = home_page.press(confirm, "네, 낼게요")
    assert "이어지지 않아요" in refused.text
    listed = home_page.get()
    assert "이어지지 않아요" in listed.text and "다시 해 보기" in listed.text
    # What is on the learner's own server goes on.
    assert home_page.press(listed, "이어서 하기").status_code == 302
    assert "/officials/OA1/exercise.ipynb" in home_page.get(way()).text
    assert (home_page.files / "officials" / UNIT / "exercise.ipynb").is_file()
    exchange.with_name("away").rename(exchange)
    assert "접수증" in home_page.press(refused, "다시 해 보기").text


def test_two_tabs_at_once_do_no_harm(home_page):
    tabs = [home_page.get(), home_page.get()]
    assert [home_page.press(tab, "시작하기").status_code for tab in tabs] == [302, 302]
    confirm = home_page.get(way(last="submit"))
    assert all("접수증" in home_page.press(confirm, "네, 낼게요").text for _ in range(2))


def test_the_page_answers_while_a_check_is_running(home_page):
    import threading

    home_page.press(home_page.get(), "시작하기")
    unit = home_page.get(way())
    checking = threading.Thread(target=home_page.press, args=(unit, "미리 확인하기"))
    checking.start()
    began = time.perf_counter()
    assert home_page.get().status_code == 200
    took = time.perf_counter() - began
    still_running = checking.is_alive()
    checking.join()
    assert still_running
    assert took < 2


def test_a_broken_exercise_is_told_in_one_sentence(home_page):
    home_page.press(home_page.get(), "시작하기")
    (home_page.files / "officials" / UNIT / "exercise.ipynb").write_text("{broken")
    told = home_page.press(home_page.get(way()), "미리 확인하기")
    assert "노트북을 열지 못했어요" in told.text
    assert "Traceback" not in told.text


def test_what_is_not_there_is_told_kindly(home_page):
    for path in ("/officials/ZZ9", "/nowhere/OA1", "/officials/OA1/feedback"):
        page = home_page.get(path)
        assert "잠깐만요" in page.text, path
        assert "Traceback" not in page.text, path
        # With our own look, also where learners' outputs are shown with no more than theirs.
        assert "style-src 'self'" in page.headers["content-security-policy"], path
    # Addresses of buttons, come back to from the browser's history or after a login.
    assert "아직 확인한 적이 없어요" in home_page.get(way(last="check")).text
    for last in ("start", "receipt"):
        assert home_page.get(way(last=last)).headers["location"].endswith("/officials/OA1")
    # Addresses outside of ours: Jupyter's and Voilà's.
    for path in ("/nowhere", "/voila/render/officials/OA1/nothing.ipynb"):
        page = home_page.client.get(path)
        assert page.status_code == 404
        assert "내 학습에서 다시 골라 주세요" in page.text, path
        assert ">내 학습으로</a>" in page.text and not english_words(page), path


def test_another_site_cannot_press_a_button(home_page):
    answer = home_page.client.post(f"/junggu{way(last='submit')}", headers={"Authorization": ""})
    assert answer.status_code in (302, 403)
    assert not list((home_page.home.exchange / "officials" / "inbound").glob("*"))
