"""Voilà on a learner's own server, with or without a Hub: units without code."""

from traitlets.config import Config


def configure_voila(c: Config) -> None:
    """Set Voilà inside a person's own server: our page, no code, nothing from outside."""
    c.VoilaConfiguration.template = "junggu"
    c.VoilaConfiguration.strip_sources = True
    # The others are made for Lab and only raise errors in a page.
    c.VoilaConfiguration.extension_allowlist = [
        "@jupyter-widgets/jupyterlab-manager",
        "@voila-dashboards/widgets-manager8",
    ]
    c.VoilaConfiguration.page_config_hook = page_config
    c.VoilaConfiguration.show_tracebacks = False


def page_config(current_page_config: dict, *, base_url: str, **_) -> dict:
    """What Voilà tells its page: it asks a CDN for MathJax unless it is told of another place."""
    return current_page_config | {"fullMathjaxUrl": f"{base_url}voila/static/no-mathjax.js"}
