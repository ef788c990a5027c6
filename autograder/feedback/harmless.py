"""What a learner wrote, as HTML in which nothing runs and nothing is loaded, in linear time.

Only tags, attributes and values of short lists are written again; all else is text. Patterns start
at one place and stop at the next ``<``, so that no text takes long, however it is made.
"""

import html
import re

from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

MARKDOWN_LIMIT = 20_000  # characters of one cell or comment; mistune takes under 0.5 s for any
HTML_LIMIT = 4_000_000  # characters of one output, pictures included
_MADE_LIMIT = 200_000  # characters of what markdown became
_DEEPEST = 40  # tags inside one another

_VOID = {"br", "hr", "img"}
_TAGS = set(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li strong em b i u s del sup sub code pre blockquote span div
    table caption thead tbody tfoot tr th td section details summary figure figcaption
    """.split()  # noqa: SIM905
)
_SWALLOWED = ("script", "style", "title", "textarea", "template", "noscript", "iframe", "svg")
_TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9]*+)((?:[^<>"']++|"[^<>"]*+"|'[^<>']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""(?<![\w-])([a-zA-Z]++)\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'=`]++)""")
_NUMBER = re.compile(r"[1-9][0-9]{0,2}")
_STYLE = re.compile(
    r"(?<![\w-])(text-align|font-weight)\s*:\s*(left|right|center|justify|bold|normal)(?![\w-])"
)
_PICTURE = re.compile(r"data:image/(png|jpeg|gif);base64,[A-Za-z0-9+/\s]+={0,2}\s*")
_NO_ALT = "설명이 없는 그림"


def clean(source: str, *, headings: int = 0) -> str:
    """``source`` without all that could run or load; headings go ``headings`` levels down."""
    return _Cleaner(headings).clean(source[:HTML_LIMIT])


def markdown(source: str, *, headings: int = 0) -> str:
    """Markdown as harmless HTML; what is too long is cut, and said so."""
    cut = source[:MARKDOWN_LIMIT]
    more = "" if len(cut) == len(source) else "<p>… (길어서 줄였어요)</p>"
    renderer = IPythonRenderer(escape=False, exclude_anchor_links=True)
    try:
        made = MarkdownWithMath(renderer=renderer).render(cut)
    except RecursionError:
        made = ""
    # References can repeat a long address thousands of times.
    if not made or len(made) > _MADE_LIMIT:
        return preformatted(cut) + more
    return clean(made, headings=headings) + more


def preformatted(text: str) -> str:
    return f"<pre>{html.escape(text)}</pre>"


class _Cleaner:
    def __init__(self, headings: int) -> None:
        self._headings = headings
        self._open: list[str] = []
        self._made: list[str] = []

    def clean(self, source: str) -> str:
        lower = source.lower()
        at = 0
        while (start := source.find("<", at)) >= 0:
            self._text(source[at:start])
            at = self._tag(source, lower, start)
        self._text(source[at:])
        while self._open:
            self._close()
        return "".join(self._made)

    def _text(self, text: str) -> None:
        self._made.append(html.escape(html.unescape(text), quote=False))

    def _tag(self, source: str, lower: str, start: int) -> int:
        """Write the tag at ``start`` if it is harmless; return where to go on."""
        if source.startswith("<!", start) or source.startswith("<?", start):
            end = source.find("-->" if source.startswith("<!--", start) else ">", start)
            # What is never closed hides all the rest, as in a browser.
            return len(source) if end < 0 else source.index(">", end) + 1
        found = _TAG.match(source, start)
        if not found:
            self._text("<")
            return start + 1
        closing, name, about = found[1], found[2].lower(), found[3]
        if name in _SWALLOWED and not closing:
            end = lower.find(f"</{name}", found.end())
            return len(source) if end < 0 else end
        if name[0] == "h" and name[1:] in "123456" and len(name) == 2:
            name = f"h{min(int(name[1]) + self._headings, 6)}"
        if closing:
            if name in self._open:
                while self._close() != name:
                    pass
        elif name in _VOID:
            self._made.append(self._void(name, about))
        elif name in _TAGS and len(self._open) < _DEEPEST:
            self._open.append(name)
            self._made.append(f"<{name}{_attributes(about)}>")
        return found.end()

    def _close(self) -> str:
        name = self._open.pop()
        self._made.append(f"</{name}>")
        return name

    def _void(self, name: str, about: str) -> str:
        if name != "img":
            return f"<{name}>"
        values = _values(about)
        if not _PICTURE.fullmatch(values.get("src", "")):
            return ""
        alt = html.escape(values.get("alt") or _NO_ALT)
        return f'<img alt="{alt}" src="{values["src"]}">'


def _values(about: str) -> dict[str, str]:
    return {
        name.lower(): html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(about)
    }


def _attributes(about: str) -> str:
    """The attributes that a table needs; no class and no id, which a page's own scripts go by."""
    values = _values(about)
    kept = {
        name: values[name]
        for name in ("colspan", "rowspan")
        if _NUMBER.fullmatch(values.get(name, ""))
    }
    if values.get("scope") in ("row", "col"):
        kept["scope"] = values["scope"]
    if styles := _STYLE.findall(values.get("style", "").lower()):
        kept["style"] = "; ".join(f"{name}: {value}" for name, value in styles)
    return "".join(f' {name}="{value}"' for name, value in kept.items())
