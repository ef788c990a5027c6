"""JupyterHub, except that it starts the courses' services together and waits for them.

JupyterHub starts one service after the other and gives each ten seconds, after which it ends: too
few for a small machine where several things start at once. Run as ``python -m autograder.hub.app``.
"""

import ssl

from jupyterhub.app import JupyterHub
from jupyterhub.objects import Server
from jupyterhub.services.service import Service
from jupyterhub.utils import AnyTimeoutError

# Seconds for one service to answer.
_PATIENCE = 60


class CourseHub(JupyterHub):
    """Started and configured as JupyterHub is."""

    # The name in logs and of the configuration stays.
    name = "jupyterhub"
    _services_begun = False

    async def start_service(
        self, service_name: str, service: Service, ssl_context: ssl.SSLContext | None = None
    ) -> bool:
        """Return whether the service answers; the first call starts them all."""
        if not self._services_begun:
            self._services_begun = True
            for each in self._service_map.values():
                await each.start()
        if not service.url:
            return True
        server = Server.from_orm(service.orm.server)
        for _ in range(_PATIENCE):
            try:
                await server.wait_up(http=True, timeout=1, ssl_context=ssl_context)
                return True
            except AnyTimeoutError:
                status = await service.spawner.poll()
                if status is not None:
                    self.log.critical("Service %s exited with status %s", service_name, status)
                    return False
        self.log.critical("Cannot connect to %s service", service_name)
        return False


if __name__ == "__main__":
    CourseHub.launch_instance()
