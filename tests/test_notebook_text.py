"""What a learner sees of the notebooks' text, once it is rendered."""

import re

import pytest
from nbconvert.filters.markdown import markdown2html

from autograder.notebooks import NOTEBOOKS, read_notebook
from autograder.syllabus import read_syllabus

UNITS = [unit for unit in read_syllabus().units if unit.ready]
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.S)


def unrendered(source):
    """Emphasis marks that stay on the page, as `**‘…’**이에요` does: a quote closes no emphasis."""
    return "**" in _CODE.sub("", markdown2html(source))


def test_a_broken_emphasis_is_seen():
    assert unrendered("규칙은 **‘세 편까지’**이에요.")
    assert not unrendered("규칙은 ‘**세 편까지**’예요. `a**2`")


@pytest.mark.parametrize("unit", UNITS, ids=[unit.code for unit in UNITS])
def test_no_mark_of_emphasis_is_left_on_the_page(unit):
    cells = [c for name in NOTEBOOKS for c in read_notebook(unit.source / f"{name}.ipynb").cells]
    assert [c.id for c in cells if c.cell_type == "markdown" and unrendered(c.source)] == []
