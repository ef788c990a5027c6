"""Shared tools for making Korean texts that look written by people.

* :func:`~.particles.resolve_particles`  ``버스이(가)`` -> ``버스가``
* :class:`~.pattern.Grammar`             patterns with slots, choices and tags -> text
* :func:`~.endings.conjugate`, :func:`~.endings.speak`  ``국물이 진하다`` -> ``진해요``, ``진한데``
* :class:`~.writer.Writer`, :func:`~.writer.draw_writer`  who writes, and how carelessly
* :func:`~.slips.apply_slips`            the slips of that writer
* :func:`~.frames.read_frames`           the human-readable YAML files of ``make/frames``
* :func:`~.weights.zipf_weights`, :func:`~.weights.exact_counts`  uneven, exact shares

Every function takes a ``numpy.random.Generator`` and is deterministic for a given state.
"""

from .endings import conjugate, speak
from .frames import read_frames
from .particles import resolve_particles
from .pattern import Grammar, Tagged
from .slips import apply_slips
from .weights import exact_counts, pick, zipf_weights
from .writer import Writer, draw_writer

__all__ = [
    "Grammar",
    "Tagged",
    "Writer",
    "apply_slips",
    "conjugate",
    "draw_writer",
    "exact_counts",
    "pick",
    "read_frames",
    "resolve_particles",
    "speak",
    "zipf_weights",
]
