"""The package as a whole: valid, reproducible, described, marked, and free of identities."""

import functools
import json
import re
import shutil
import time

import pandas as pd
import pytest

from autograder.datasets import check_datasets
from autograder.paths import DATASETS
from junggu import data
from make import cards, framework
from make.allocate import shares

PACKAGE = json.loads((DATASETS / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in PACKAGE["resources"]}
SYNTHETIC = [name for name, resource in RESOURCES.items() if resource["x-kind"] == "synthetic"]

RESIDENT = re.compile(r"(?<!\d)(\d{2})(\d{2})(\d{2}) ?-? ?[1-8]\d{6}(?!\d)")
MOBILE = re.compile(r"(?<!\d)01[016789][-. ]?(\d{3,4})[-. ]?\d{4}(?!\d)")
LANDLINE = re.compile(r"(?<!\d)0(?:2|[3-6]\d)[-). ]\s?(\d{3,4})[-. ]\d{4}(?!\d)")
PLATE_LETTERS = "가나다라마거너더러머버서어저고노도로모보소오조구누두루무부수우주바사아자배하허호"
PLATE = re.compile(rf"(?<!\d)\d{{2,3}} ?[{PLATE_LETTERS}] ?\d{{4}}(?!\d)")
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
LINK_HOST = re.compile(r"https?://([^/\s\",]+)|www\.([^/\s\",]+)")
REAL_DOMAIN = re.compile(r"[\w-]\.(?:com|net|org|kr|io|co|me|ly|shop|site|xyz|info)\b")
# Words and numbers by which a pasted row still says what it is ("사실": the public holidays).
MARK = r"합성|가상|^S[A-Z]{0,2}-?\d|사실"
HEADINGS = ("무엇을 위해", "어떻게 만들었나", "알 수 없는 것", "일부러 넣은 흠", "윤리")
# Columns that cite where a statement comes from, of public bodies and newspapers.
CITING = re.compile("출처|근거|기준자료|이유|설명|확인")


load = functools.cache(data.load)


@functools.cache
def text_of(name: str) -> str:
    """All cells of a table but those that cite a source."""
    table = load(name)
    told = [column for column in table.columns if not CITING.search(column)]
    return table[told].to_csv(index=False)


class TestSoundness:
    def test_valid_and_reproducible(self):
        """Frictionless (types, constraints, keys, hashes) and a fresh generation agree."""
        assert check_datasets() == []

    def test_a_changed_cell_is_noticed(self, tmp_path):
        folder, names = tmp_path / "datasets", ("dong_facts", "dong_adjacency")
        (folder / "cards").mkdir(parents=True)
        for name in names:
            for part in (f"{name}.csv", f"cards/{name}.md"):
                shutil.copy(DATASETS / part, folder / part)
        kept = {**PACKAGE, "resources": [RESOURCES[name] for name in names]}
        (folder / "datapackage.json").write_text(json.dumps(kept))
        assert check_datasets(folder=folder, regenerate=False) == []
        table = folder / "dong_adjacency.csv"
        table.write_text(
            table.read_text("utf-8").replace("대사동,대흥동", "대사동,없는동"), "utf-8"
        )
        faults = check_datasets(folder=folder, regenerate=False)
        assert {fault.dataset for fault in faults} == {"dong_adjacency"}
        assert any("hash" in fault.says for fault in faults)
        (folder / "cards" / "dong_facts.md").unlink()
        faults = check_datasets(folder=folder, regenerate=False)
        assert ("dong_facts", "자료 카드가 없어요") in [(f.dataset, f.says) for f in faults]

    def test_small_enough_for_the_repository(self):
        assert sum(resource["bytes"] for resource in RESOURCES.values()) < 15e6

    @pytest.mark.parametrize("name", RESOURCES)
    def test_loads_quickly_with_the_described_types(self, name):
        started = time.process_time()  # a busy machine is not a slow table
        table = data.load(name)
        assert time.process_time() - started < 1
        resource = RESOURCES[name]
        assert len(table) == resource["x-rows"]
        for field in resource["schema"]["fields"]:
            if field["type"] == "string":
                assert table[field["name"]].dtype == "str" or table[field["name"]].isna().all()
            if field["type"] in ("date", "datetime", "yearmonth"):
                assert pd.api.types.is_datetime64_any_dtype(table[field["name"]])


class TestDescription:
    @pytest.mark.parametrize("name", RESOURCES)
    def test_everything_is_said(self, name):
        resource = RESOURCES[name]
        assert re.search("[가-힣]", resource["title"]) and resource["x-title-en"]
        assert resource["description"] and resource["licenses"] and resource["sources"]
        assert resource["x-kind"] in ("fact", "synthetic")
        for field in resource["schema"]["fields"]:
            assert field["type"] and (field.get("description") or field.get("title")), field

    @pytest.mark.parametrize("name", RESOURCES)
    def test_the_card_is_fresh_and_has_a_person_s_part(self, name):
        note = (DATASETS / "cards" / "notes" / f"{name}.md").read_text("utf-8")
        for heading in (
            "무엇을 위해",
            "어떻게 만들었나",
            "알 수 없는 것",
            "일부러 넣은 흠",
            "윤리",
        ):
            assert f"## {heading}\n" in note
        card = (DATASETS / "cards" / f"{name}.md").read_text("utf-8")
        assert card == cards.card_text(RESOURCES[name], note=note, package=PACKAGE)

    def test_the_gallery_shows_every_tidy_table_in_words_too(self):
        page = (DATASETS / "README.md").read_text("utf-8")
        for name, resource in RESOURCES.items():
            assert f"cards/{name}.md" in page
            if not resource["path"].startswith("raw/"):
                assert re.search(rf"!\[[^\]]{{15,}}\]\(gallery/{name}\.png\)", page), name
                assert (DATASETS / "gallery" / f"{name}.png").stat().st_size < 40_000


class TestMarks:
    @pytest.mark.parametrize("name", SYNTHETIC)
    def test_a_synthetic_row_says_so_wherever_it_is_pasted(self, name):
        table = load(name)
        marked = pd.Series(False, index=table.index)
        for column in table.select_dtypes("str"):
            marked |= table[column].str.contains(MARK, na=False)
        # A file that begins with titles has up to two rows of headings among its rows.
        headings = 0 if RESOURCES[name].get("dialect", {}).get("header", True) else 2
        assert (~marked).sum() <= headings, table[~marked].head(3).to_dict("records")


class TestIdentities:
    @pytest.mark.parametrize("name", RESOURCES)
    def test_nobody_can_be_meant(self, name):
        text = text_of(name)
        for year, month, day in RESIDENT.findall(text):
            assert int(month) > 12 or int(day) > 31, f"{year}{month}{day}"
        assert all(set(middle) == {"0"} for middle in MOBILE.findall(text))
        assert all(set(middle) == {"0"} for middle in LANDLINE.findall(text))
        assert PLATE.findall(text) == []
        assert MAIL.findall(text) == []

    @pytest.mark.parametrize("name", RESOURCES)
    def test_no_link_leads_anywhere(self, name):
        text = text_of(name)
        hosts = {first or second for first, second in LINK_HOST.findall(text)}
        assert all(host.endswith((".example", ".invalid")) for host in hosts), hosts
        assert REAL_DOMAIN.findall(text) == []


class TestFramework:
    def test_child_streams_differ_by_table_and_repeat(self):
        def draw(seed: int, name: str) -> float:
            return framework.child_rng(seed=seed, name=name).random()

        assert draw(1, "stores") == draw(1, "stores")
        assert len({draw(1, "stores"), draw(1, "other"), draw(2, "stores")}) == 3

    def test_needs_come_first(self):
        order = framework.in_order(PACKAGE, ["raw_metro", "metro_boardings", "local_events"])
        assert order == ["local_events", "metro_boardings", "raw_metro"]

    def test_columns_must_be_the_described_ones(self):
        resource = {"name": "t", "schema": {"fields": [{"name": "a", "type": "string"}]}}
        with pytest.raises(framework.MakeError, match=r"extra \['b'\], lacking \['a'\]"):
            framework.to_bytes(pd.DataFrame({"b": ["x"]}), resource=resource)

    def test_a_character_outside_the_encoding_is_named(self):
        fields = [{"name": "a", "type": "string"}]
        resource = {"name": "t", "encoding": "cp949", "schema": {"fields": fields}}
        with pytest.raises(framework.MakeError, match="cp949 cannot hold '🙂'"):
            framework.to_bytes(pd.DataFrame({"a": ["🙂"]}), resource=resource)

    def test_written_tables_come_back_the_same(self):
        fields = [
            {"name": "날", "type": "date"},
            {"name": "수", "type": "integer"},
            {"name": "참", "type": "boolean"},
            {"name": "코드", "type": "string"},
        ]
        resource = {"name": "t", "schema": {"fields": fields}}
        days = pd.to_datetime(["2025-01-01", "2025-01-02"])
        table = pd.DataFrame(
            {"날": days, "수": [1.0, None], "참": [True, False], "코드": ["01", ""]}
        )
        written = framework.to_bytes(table, resource=resource)
        assert written.decode() == "날,수,참,코드\n2025-01-01,1,True,01\n2025-01-02,,False,\n"
        back = framework.parse(written, resource=resource)
        assert back["날"].tolist() == list(days)
        assert back["수"].isna().tolist() == [False, True]
        assert back["참"].dtype == bool and back["코드"][0] == "01"

    def test_shares_add_up_exactly(self):
        parts = shares(100, [1, 1, 1])
        assert parts.sum() == 100 and sorted(parts) == [33, 33, 34]


class TestLoad:
    def test_an_unknown_name_is_answered_with_near_ones(self):
        with pytest.raises(data.UnknownDataset, match=r"'store' 자료는 없어요\. 혹시 stores"):
            data.load("store")

    def test_a_folder_without_data_is_named(self, tmp_path, monkeypatch):
        monkeypatch.setenv("JUNGGU_DATASETS", str(tmp_path))
        with pytest.raises(data.DatasetsNotFound, match="JUNGGU_DATASETS"):
            data.load("stores")

    def test_the_nearest_folder_above_wins(self, tmp_path, monkeypatch):
        monkeypatch.delenv("JUNGGU_DATASETS", raising=False)
        own = tmp_path / "datasets"
        own.mkdir()
        (own / "datapackage.json").write_text('{"resources": []}')
        (tmp_path / "a" / "b").mkdir(parents=True)
        monkeypatch.chdir(tmp_path / "a" / "b")
        assert data.datasets_folder() == own
        assert data.dataset_names() == []

    def test_raw_cells_stay_text(self):
        raw = data.load("raw_population")
        assert raw.iloc[1, 1] == "11,539"
