"""What the command line's own machinery says, in Korean: help pages and wrong words.

Everything that a person reads of ``junggu`` is Korean; names of commands, options and courses are
what is typed and stay.
"""

import re

from typer import Context, Typer
from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

_HELP = {
    "[OPTIONS]": "[선택]",
    "COMMAND [ARGS]...": "명령 …",
    "Options": "선택",
    "Arguments": "적을 것",
    "Commands": "명령",
    "Show this message and exit.": "이 도움말을 보여 줘요.",
    "default: ": "적지 않으면 ",
    "env var: ": "환경 변수 ",
    "required": "꼭 적어요",
    "list[str]": "글",
    "int range": "수",
    "<int>": "<수>",
    "<str>": "<글>",
    "<path>": "<경로>",
}
_ENGLISH = re.compile("|".join(map(re.escape, _HELP)))


def _korean(text: str) -> str:
    return _ENGLISH.sub(lambda found: _HELP[found[0]], text)


class _Formatter:
    """A help formatter that is told English and writes Korean."""

    def __init__(self, inner) -> None:
        self._inner = inner

    def __getattr__(self, name: str):
        return getattr(self._inner, name)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        self._inner.write_usage(prog, _korean(args), prefix or "쓰는 법: ")

    def section(self, name: str):
        return self._inner.section(_korean(name))

    def write_dl(self, rows, **about) -> None:
        self._inner.write_dl([(_korean(left), _korean(right)) for left, right in rows], **about)


class _Command(TyperCommand):
    """A command whose help page is Korean."""

    def format_help(self, ctx: Context, formatter) -> None:
        super().format_help(ctx, _Formatter(formatter))


class _Group(TyperGroup):
    """A group of commands whose help page is Korean."""

    def format_help(self, ctx: Context, formatter) -> None:
        super().format_help(ctx, _Formatter(formatter))


class App(Typer):
    """A tree of commands that speaks Korean."""

    def __init__(self, **about) -> None:
        super().__init__(
            cls=_Group,
            no_args_is_help=True,
            add_completion=False,
            pretty_exceptions_enable=False,
            rich_markup_mode=None,
            **about,
        )

    def command(self, name: str | None = None, **about):
        return super().command(name, cls=_Command, **about)


def wrong_words(error: TyperException) -> str:
    """What is wrong with the words that were typed, and where to look."""
    kind = type(error).__name__
    ctx = getattr(error, "ctx", None)
    if kind == "NoArgsIsHelpError":
        return error.format_message()
    parameter = getattr(error, "param", None)
    name = _name(parameter) if parameter is not None else getattr(error, "option_name", "")
    says = {
        "MissingParameter": f"‘{name}’ 자리가 비었어요.",
        "BadParameter": f"‘{name}’에 쓸 수 없는 값이에요.{_allowed(parameter, ctx)}",
        "NoSuchOption": f"‘{name}’ 선택은 없어요.{_near(error)}",
        "BadOptionUsage": f"‘{name}’ 다음에 값을 적어 주세요.",
    }.get(kind)
    if says is None:
        quoted = re.search(r"'([^']*)'", error.format_message()) or re.search(
            r"\(([^()]*)\)$", error.format_message()
        )
        if kind == "UsageError" and quoted:
            says = f"‘{quoted[1]}’을(를) 알아듣지 못했어요."
        else:
            says = "명령을 알아듣지 못했어요."
    path = ctx.command_path if ctx is not None else "junggu"
    return f"{says} ‘{path} --help’가 쓰는 법을 보여 줘요."


def _name(parameter) -> str:
    return parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0]


def _allowed(parameter, ctx) -> str:
    """The values that a parameter takes, when they can be told in few words."""
    low, high = getattr(parameter, "min", None), getattr(parameter, "max", None)
    if low is not None:
        return f" {low}{f'부터 {high}까지' if high is not None else ' 이상'}의 수를 적어 주세요."
    if parameter is not None and parameter.type_descriptor.choices:
        return f" {', '.join(parameter.type_descriptor.choices)} 가운데 하나를 적어 주세요."
    return ""


def _near(error: TyperException) -> str:
    possible = getattr(error, "possibilities", None)
    return f" {', '.join(sorted(possible))} 말인가요?" if possible else ""
