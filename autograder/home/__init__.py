"""내 학습: the learner's home, an extension of the learner's own Jupyter server."""


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.home.extension"}]
