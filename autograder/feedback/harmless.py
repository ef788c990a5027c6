"""What a learner wrote, as HTML in which nothing runs and nothing is loaded, in bounded time.

nh3 keeps the tags and attributes of short lists; what it would need long for is shown as text.
"""

import html
import re

import nh3
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

MARKDOWN_LIMIT = 20_000  # characters of one cell or comment; mistune takes under 0.5 s for any
HTML_LIMIT = 4_000_000  # characters of one output, pictures included
_MADE_LIMIT = 200_000  # characters of what markdown became
_TAG_LIMIT = 8_000  # "<" of one output: nh3's time grows with the square of tags inside one another

_TAGS = set(
    """
    p h1 h2 h3 h4 h5 h6 ul ol li strong em b i u s del sup sub code pre blockquote span div br hr
    img table caption thead tbody tfoot tr th td section details summary figure figcaption
    """.split()  # noqa: SIM905
)
_SWALLOWED = {
    *("script", "style", "title", "textarea", "template", "noscript", "iframe", "svg", "math"),
}
# No class and no id, which a page's own scripts go by.
_ATTRIBUTES = {
    "*": {"style"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "img": {"alt", "src"},
}
_VALUES = {
    "colspan": re.compile(r"[1-9][0-9]{0,2}"),
    "rowspan": re.compile(r"[1-9][0-9]{0,2}"),
    "scope": re.compile(r"row|col"),
    "src": re.compile(r"data:image/(?:png|jpeg|gif);base64,[A-Za-z0-9+/\s]++={0,2}\s*+"),
}
# As nh3 writes them: every value in double quotes, with none inside.
_IMAGE = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')
_HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
_NO_ALT = "설명이 없는 그림"
CUT = "… (길어서 줄였어요)"


def clean(source: str, *, headings: int = 0) -> str:
    """``source`` without all that could run or load; headings go ``headings`` levels down."""
    if len(source) > HTML_LIMIT or source.count("<") > _TAG_LIMIT:
        return f"{preformatted(source[:MARKDOWN_LIMIT])}<p>{CUT}</p>"
    made = nh3.clean(
        source,
        tags=_TAGS,
        clean_content_tags=_SWALLOWED,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept,
        filter_style_properties={"text-align", "font-weight"},
        url_schemes={"data"},
        link_rel=None,
    )
    lower = _HEADING.sub(lambda tag: f"{tag[1]}{min(int(tag[2]) + headings, 6)}", made)
    return _IMAGE.sub(_image, lower)


def markdown(source: str, *, headings: int = 0) -> str:
    """Markdown as harmless HTML; what is too long is cut, and said so."""
    cut = source[:MARKDOWN_LIMIT]
    more = "" if len(cut) == len(source) else f"<p>{CUT}</p>"
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


def _kept(_: str, name: str, value: str) -> str | None:
    known = _VALUES.get(name)
    return value if known is None or known.fullmatch(value) else None


def _image(found: re.Match) -> str:
    """A picture that came with the page, and is said in words; others would be loaded."""
    about = found[1]
    if ' src="' not in about:
        return ""
    return found[0] if ' alt="' in about else f'<img alt="{_NO_ALT}"{about}>'
