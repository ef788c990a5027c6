"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from autograder.paths import DEFAULT_HOME

Course = Annotated[str, typer.Argument(help="과정: officials 또는 residents", metavar="과정")]
Units = Annotated[
    list[str] | None, typer.Argument(help="단원(예: OA1). 없으면 모두", metavar="[단원]…")
]
HomeFolder = Annotated[
    Path,
    typer.Option(
        "--home", metavar="<폴더>", envvar="JUNGGU_HOME", help="과정이 모든 것을 적어 두는 폴더"
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="결과를 JSON으로")]

HOME = Path(DEFAULT_HOME)
