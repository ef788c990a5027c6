"""The command ``junggu``: parses and prints; the work is done elsewhere."""

import sys


def main() -> None:
    """Run the command line; every foreseen fault ends as one sentence and exit code 1."""
    try:
        import typer  # noqa: F401
    except ModuleNotFoundError:
        sys.exit(
            "junggu 명령은 과정을 여는 사람의 것이라 여기에는 없어요. "
            "배우는 사람은 꾸러미의 시작 파일(start-…)로 열어 주세요. "
            "과정을 열려면 저장소를 받아 ‘make env’를 실행하고 .venv/bin/junggu를 써 주세요."
        )
    from autograder.cli.app import run

    sys.exit(run())
