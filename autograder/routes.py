"""Taking over single routes of nbgrader's own server extensions."""

from jupyter_server.utils import url_path_join


def put_in_front(server, *, route: str, handler: type) -> None:
    """Let ``handler`` answer ``route`` of ``server``, a pattern below its base address.

    The first to take a route keeps it, and extensions load in the order of their names: ours
    stand before nbgrader's.
    """
    application = server.web_app
    below = url_path_join(application.settings["base_url"], route)
    application.add_handlers(".*$", [(below, handler)])
