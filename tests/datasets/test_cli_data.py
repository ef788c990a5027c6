"""`junggu data …` as a person types it."""

import json

import pytest
from PIL import Image
from typer.testing import CliRunner

from autograder.cli.data import app
from autograder.datasets import draw_preview, write_gallery
from autograder.errors import CourseError
from junggu.data import load


def run(*words: str):
    return CliRunner().invoke(app, list(words))


def test_list_names_every_table():
    listed = json.loads(run("list", "--json").stdout)
    stores = next(item for item in listed if item["name"] == "stores")
    assert stores["rows"] == 2621 and stores["kind"] == "synthetic"
    assert "stores" in run("list").stdout


def test_card_shows_the_card():
    assert run("card", "stores").stdout.startswith("# 상가업소(합성 상호, 20% 표본)")


def test_unknown_names_are_refused_in_a_sentence():
    for command in ("card", "preview"):
        result = run(command, "nothing")
        assert isinstance(result.exception, CourseError)
        assert "nothing 자료는 없어요" in str(result.exception)


def test_sample_shows_texts_as_they_are_and_the_same_again():
    said = run("sample", "sms_messages", "--rows", "3", "--seed", "7").stdout
    assert said == run("sample", "sms_messages", "--rows", "3", "--seed", "7").stdout
    assert said != run("sample", "sms_messages", "--rows", "3", "--seed", "8").stdout
    lines = said.splitlines()
    assert "본문 · 3건(씨앗 7)" in lines[0] and len(lines) == 4
    bodies = set(load("sms_messages")["본문"])
    assert all(line.split(". ", 1)[1] in bodies for line in lines[1:])


def test_sample_says_when_there_is_nothing_to_read():
    for name, says in (("nothing", "nothing 자료는 없어요"), ("dong_facts", "읽어 볼 글이 없어요")):
        result = run("sample", name)
        assert isinstance(result.exception, CourseError)
        assert says in str(result.exception)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("dong_facts", "가장 큰 곳은 문창동(36.0%), 가장 작은 곳은 목동(11.7%)"),
        ("population_age_sex", "가장 큰 것은 50~59세(38,762명)"),
        ("dong_adjacency", "맞닿은 동 39쌍"),
        ("metro_boardings", "중앙로의 18-19시"),
        ("footfall_monthly", "가장 높은 때는 2025년 07월"),
    ],
)
def test_preview_draws_and_says_what_it_shows(tmp_path, name, says):
    picture = tmp_path / "new" / "picture.png"
    result = run("preview", name, "--out", str(picture))
    assert says in result.stdout
    with Image.open(picture) as image:
        assert image.format == "PNG" and image.width > 400
        assert len(image.convert("RGB").getcolors(10_000)) > 3


def test_preview_says_where_it_could_not_draw(tmp_path):
    (tmp_path / "file").write_text("")
    picture = tmp_path / "file" / "picture.png"
    failed = run("preview", "dong_facts", "--out", str(picture)).exception
    assert isinstance(failed, CourseError)
    assert f"{picture}에 그림을 쓸 수 없어요" in str(failed)


def test_preview_decides_by_the_columns_when_nothing_is_said(tmp_path):
    folder = tmp_path / "datasets"
    folder.mkdir()
    (folder / "t.csv").write_text("색,글\n빨강,가\n빨강,나\n파랑,다\n", "utf-8")
    fields = [
        {"name": "색", "type": "string", "constraints": {"enum": ["빨강", "파랑"]}},
        {"name": "글", "type": "string"},
    ]
    resource = {
        "name": "t",
        "title": "색종이",
        "description": "연습",
        "path": "t.csv",
        "x-kind": "synthetic",
        "x-rows": 3,
        "x-planted-flaws": ["구김"],
        "schema": {"fields": fields},
    }
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    made = draw_preview(name="t", to=tmp_path / "t.png", folder=folder)
    assert made.alt == "색종이 (합성 자료). 색별 가로 막대그래프. 가장 큰 것은 빨강(2건)."

    (folder / "README.md").write_text("앞\n<!-- gallery -->옛것<!-- /gallery -->\n뒤\n")
    write_gallery(folder=folder)
    page = (folder / "README.md").read_text("utf-8")
    assert page.startswith("앞\n") and page.endswith("\n뒤\n") and "옛것" not in page
    assert f"![{made.alt}](gallery/t.png)" in page and "심은 흠: 구김" in page
    assert (folder / "gallery" / "t.png").is_file()
