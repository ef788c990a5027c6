"""The Hub's configuration file: everything is in ``autograder.hub.config``.

Started by ``junggu hub``. By hand, after a first ``junggu hub``:
``JUNGGU_HOME=.junggu jupyterhub -f deploy/hub/jupyterhub_config.py``.
"""

from autograder.hub.config import configure
from autograder.hub.settings import read_settings

configure(get_config(), settings=read_settings())  # noqa: F821
