"""``junggu data``: the shared datasets."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.cli import printing
from autograder.cli.options import AsJson
from autograder.cli.words import App
from autograder.datasets import (
    KINDS,
    check_datasets,
    draw_preview,
    list_datasets,
    read_card,
    sample_texts,
    write_gallery,
)

app = App(help="공용 자료를 살펴보고 검사해요.")

Name = Annotated[str, typer.Argument(help="자료 이름(예: dong_facts)", metavar="자료")]


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """자료의 이름과 크기를 보여 줘요."""
    datasets = list_datasets()
    if as_json:
        printing.print_json(datasets)
        return
    rows = [
        (item.name, item.title, KINDS[item.kind], f"{item.rows:,}", f"{item.size / 1024:,.0f} KB")
        for item in datasets
    ]
    printing.print_table(f"공용 자료 {len(rows)}개", ["이름", "제목", "종류", "줄", "크기"], rows)


@app.command()
def card(name: Name) -> None:
    """자료 카드를 보여 줘요."""
    typer.echo(read_card(name=name))


@app.command()
def sample(
    name: Name,
    rows: Annotated[int, typer.Option("--rows", metavar="<수>", help="몇 건을 볼까요", min=1)] = 20,
    seed: Annotated[
        int, typer.Option("--seed", metavar="<수>", help="씨앗(같으면 같은 글)", min=0)
    ] = 0,
    as_json: AsJson = False,
) -> None:
    """글이 든 자료에서 아무 글이나 뽑아 그대로 보여 줘요."""
    drawn = sample_texts(name=name, rows=rows, seed=seed)
    if as_json:
        printing.print_json(drawn)
        return
    typer.echo(f"{drawn.title} · {drawn.column} · {len(drawn.texts)}건(씨앗 {drawn.seed})")
    for number, text in enumerate(drawn.texts, start=1):
        typer.echo(f"{number}. {text}")


@app.command()
def check(
    quick: Annotated[
        bool, typer.Option("--quick", help="다시 만들어 견주는 일은 건너뛰어요")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """형식·열쇠·지문이 맞는지, 다시 만들어도 같은지 검사해요."""
    with printing.remarks.status("검사하고 있어요…"):
        faults = check_datasets(regenerate=not quick)
    if as_json:
        printing.print_json(faults)
    elif faults:
        rows = [(fault.dataset, fault.says) for fault in faults]
        printing.print_table(f"고칠 곳 {len(faults)}군데", ["자료", "무엇을"], rows)
    else:
        typer.echo(f"자료 {len(list_datasets())}개가 모두 맞아요.")
    raise typer.Exit(1 if faults else 0)


@app.command()
def preview(
    name: Name,
    to: Annotated[
        Path | None,
        typer.Option("--out", "-o", metavar="<파일>", help="그림 파일(없으면 자료이름.png)"),
    ] = None,
) -> None:
    """자료를 그림 한 장(타일 지도나 그래프)으로 그려요."""
    made = draw_preview(name=name, to=to or Path(f"{name}.png"))
    typer.echo(f"{made.path}: {made.alt}")


@app.command()
def gallery() -> None:
    """모든 자료의 그림과 datasets/README.md의 목록을 다시 만들어요."""
    made = write_gallery()
    typer.echo(f"그림 {len(made)}장을 다시 그렸어요.")
