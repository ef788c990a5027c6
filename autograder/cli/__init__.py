"""The command ``junggu``: parses and prints; the work is done elsewhere."""

import sys


def main() -> None:
    """Run the command line; every foreseen fault ends as one sentence and exit code 1."""
    try:
        import typer  # noqa: F401
    except ModuleNotFoundError:
        sys.exit(
            "junggu 명령에는 과정 운영 도구가 필요해요. "
            "pip install 'junggu-ai-literacy[course]'로 설치해 주세요. "
            "배우기만 할 때는 jupyter lab으로 시작하면 돼요."
        )
    from autograder.cli.app import run

    sys.exit(run())
