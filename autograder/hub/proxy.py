"""The Hub's proxy: configurable-http-proxy, with WebSockets passed on as they are.

By itself it keeps from the browser in which of Jupyter's protocols the server behind agreed to
speak, so that a browser refuses every first connection to a kernel and begins anew, and it passes
binary messages on as text.
"""

from configurable_http_proxy import configproxy
from configurable_http_proxy.cli import main


class _Faithful(configproxy.ProxyHandler):
    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        # The server behind is connected before the browser is answered.
        return self.ws_client.selected_subprotocol

    def on_message(self, message: str | bytes) -> None:
        if self.ws_client is not None:
            self.proxy.update_last_activity(self.target["prefix"])
            self.ws_client.write_message(message, binary=isinstance(message, bytes))


configproxy.ProxyHandler = _Faithful

if __name__ == "__main__":
    main()
