"""The pictures and the list of `datasets/README.md`."""

from pathlib import Path
from typing import Any

from autograder.datasets.drawing import Preview, draw_preview
from autograder.datasets.package import KINDS, package_of
from autograder.paths import DATASETS

GALLERY_START, GALLERY_END = "<!-- gallery -->", "<!-- /gallery -->"


def write_gallery(*, folder: Path = DATASETS) -> list[Preview]:
    """Draw every table but the raw-look copies to `gallery/`, and renew the README's list.

    The list stands between the two marks in `README.md`; the rest of the page is a person's.
    """
    resources = sorted(package_of(folder)["resources"], key=lambda item: item["name"])
    tidy = [item for item in resources if not _is_raw(item)]
    previews = [
        draw_preview(
            name=item["name"], to=folder / "gallery" / f"{item['name']}.png", folder=folder
        )
        for item in tidy
    ]
    entries = [_entry(item, made) for item, made in zip(tidy, previews, strict=True)]
    rows = [_raw_row(item) for item in resources if _is_raw(item)]
    page = folder / "README.md"
    before, _, rest = page.read_text("utf-8").partition(GALLERY_START)
    _, _, after = rest.partition(GALLERY_END)
    table = ["### 원자료 모양 연습판", "", "| 이름 | 무엇 | 심은 흠 |", "|---|---|---|", *rows, ""]
    listed = "\n".join([GALLERY_START, "", *entries, *table, GALLERY_END])
    page.write_text(before + listed + after, "utf-8")
    return previews


def _is_raw(resource: dict[str, Any]) -> bool:
    return resource["path"].startswith("raw/")


def _entry(resource: dict[str, Any], preview: Preview) -> str:
    """A picture and three lines."""
    name, flaws = resource["name"], resource.get("x-planted-flaws", [])
    flaw = flaws[0] if flaws else "따로 넣은 것은 없어요"
    return "\n".join(
        [
            f"### {resource['title']}",
            "",
            f"![{preview.alt}](gallery/{name}.png)",
            "",
            f"- {resource['description']}",
            f"- {KINDS[resource['x-kind']]} · {resource['x-rows']:,}줄 · 심은 흠: {flaw}",
            f'- `load("{name}")` · [자료 카드](cards/{name}.md)',
            "",
        ]
    )


def _raw_row(resource: dict[str, Any]) -> str:
    flaws = " · ".join(resource.get("x-planted-flaws", []))
    return (
        f"| [`{resource['name']}`](cards/{resource['name']}.md) | {resource['title']} | {flaws} |"
    )
