"""What a notebook of 중구 AI 배움 imports: data, checks, clicks and Korean figures.

Nothing here knows a single unit, and nothing here is needed to run the course
(that is the ``autograder`` package).
"""

from junggu import figures
from junggu.data import load
from junggu.figures import show

figures.use_korean()

__all__ = ["load", "show"]
