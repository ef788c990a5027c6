"""Korean figures that say what they show."""

import warnings

import pytest
from matplotlib import pyplot as plt

import junggu
from junggu.figures import picture


def test_korean_labels_are_drawn_with_a_font_that_has_them():
    figure, axes = plt.subplots()
    axes.set_title("동마다 민원 −5건")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        shown = picture(figure=figure, alt="막대그래프")
    plt.close(figure)
    assert shown.png.startswith(b"\x89PNG")


def test_the_words_stand_in_the_output_safely():
    figure = plt.figure()
    shown = picture(figure=figure, alt='목동이 "가장" 낮아요 <b>')
    plt.close(figure)
    assert 'alt="목동이 &quot;가장&quot; 낮아요 &lt;b&gt;"' in shown._repr_html_()


def test_a_figure_without_words_is_refused():
    figure = plt.figure()
    with pytest.raises(ValueError, match="alt"):
        picture(figure=figure, alt="  ")
    plt.close(figure)


def test_showing_closes_the_figure():
    plt.plot([1, 2])
    junggu.show(alt="선그래프")
    assert plt.get_fignums() == []
