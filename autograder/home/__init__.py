"""내 학습: the learner's home, an extension of the learner's own Jupyter server."""

from pathlib import Path

# What the Hub knows of the learner: [{"course": "officials", "audience": "official"}, …].
MEMBER = "JUNGGU_MEMBER"
# The courses that the person teaches: [{"title": "…", "url": "/services/officials/junggu"}, …].
TEACHES = "JUNGGU_TEACHES"

STATIC = Path(__file__).parent / "static"
# Pages in the place of the Jupyter server's own.
JUPYTER_TEMPLATES = Path(__file__).parent / "jupyter_templates"


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.home.extension"}]
