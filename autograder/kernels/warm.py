"""A real ipykernel in two halves: everything that needs no socket before the fork, the rest after.

The first half holds the shell, the magics and the inline backend; the second binds the sockets.
"""

import codecs
import os
import signal
import subprocess
import sys
from functools import partial
from typing import Any

import zmq
from ipykernel.heartbeat import Heartbeat
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.kernelapp import IPKernelApp
from IPython.core.application import BaseIPythonApplication
from IPython.core.interactiveshell import InteractiveShell
from ipywidgets import Widget, register_comm_target
from traitlets.config import Config
from zmq.eventloop.zmqstream import ZMQStream

from autograder.kernels.asking import ASK, ASK_REPLY, Answers
from autograder.kernels.publishing import Publisher, Stream

_LOG_LITTLE = 50


class WarmKernel(IPythonKernel):
    """ipykernel, plus one request of our own: plain copies of the learner's values."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._answers = Answers(self.shell.user_ns)

    async def dispatch_shell(self, msg: Any, *args: Any, **kwargs: Any) -> None:
        """Answer our own request at once: nobody waits for a busy and an idle kernel around it."""
        identities, parts = self.session.feed_identities(msg, copy=False)
        if ASK.encode() not in parts[1].bytes:
            await super().dispatch_shell(msg, *args, **kwargs)
            return
        asked = self.session.deserialize(parts, copy=False)
        content, buffers = self._answers.to(asked["content"], asked["buffers"])
        about = {"ident": identities, "buffers": buffers}
        self.session.send(self.shell_stream, ASK_REPLY, content, asked, **about)


class WarmKernelApp(IPKernelApp):
    """``prepare`` before the fork, ``connect`` and ``start`` after it."""

    kernel_class = WarmKernel

    @classmethod
    def prepared(cls) -> "WarmKernelApp":
        # The debugger costs each fork 300 ms and has no use here.
        import ipykernel.debugger

        ipykernel.debugger._is_debugpy_available = False
        config = Config()
        config.HistoryManager.enabled = False
        config.HistoryManager.hist_file = ":memory:"
        config.IPythonKernel.stop_on_error_timeout = 0.0
        config.IPythonKernel._execute_sleep = 0.0
        app = cls.instance(config=config, log_level=_LOG_LITTLE)
        app.prepare()
        return app

    def prepare(self) -> None:
        BaseIPythonApplication.initialize(self, [])
        self.init_pdb()
        self.kernel = self.kernel_class.instance(
            parent=self,
            session=self.session,
            log=self.log,
            profile_dir=self.profile_dir,
            user_ns=self.user_ns,
        )
        self.init_path()
        self.init_shell()
        # ipywidgets does so when it is imported, which was before there was a kernel.
        register_comm_target()
        self.init_gui_pylab()
        self.init_extensions()
        self.init_code()
        self.shell.enable_matplotlib("inline")
        self.shell.system = partial(_system, self.shell)
        self._warm_up()

    def _warm_up(self) -> None:
        """Do what the first cell and the first error of a shell do and no later one has to."""
        shell = self.shell
        shell._showtraceback = lambda *_: None  # there is no socket yet
        for source in ("pass", "nothing(", "(lambda n: n + nothing)(1)"):
            shell.run_cell(source, silent=True)
        del shell._showtraceback

    def connect(self, info: dict[str, Any], *, front_end: bool) -> None:
        """Bind the sockets of ``info`` (a Jupyter connection file's content).

        Without a ``front_end`` only the grader reads what comes out: widgets keep their state to
        themselves, and output is published without a thread.
        """
        self.load_connection_info(info)
        self.session.pid = os.getpid()
        self.context = zmq.Context()
        self.shell_socket = self._router(self.shell_port)
        self.control_socket = self._router(self.control_port)
        self.stdin_socket = self._router(self.stdin_port)
        publisher = self.context.socket(zmq.XPUB)
        publisher.linger = 1000
        self._bind_socket(publisher, self.iopub_port)
        if front_end:
            self.iopub_thread = IOPubThread(publisher, pipe=False, session=self.session)
            self.iopub_thread.start()
        else:
            Widget.open = _stay_closed
            self.iopub_thread = Publisher(publisher, session=self.session)
            self.outstream_class = f"{Stream.__module__}.{Stream.__qualname__}"
        self.iopub_socket = self.iopub_thread.background_socket
        if self.hb_port:
            where = (self.transport, self.ip, self.hb_port)
            self.heartbeat = Heartbeat(zmq.Context(), where)
            self.heartbeat.start()
        self.init_io()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._attach()

    def start(self) -> None:
        """Serve until the grader or the front end ends it."""
        if isinstance(self.iopub_thread, Publisher):
            self.iopub_thread.greet()
        super().start()

    def _router(self, port: int) -> zmq.Socket:
        socket = self.context.socket(zmq.ROUTER)
        socket.linger = 1000
        self._bind_socket(socket, port)
        return socket

    def _attach(self) -> None:
        kernel, shell = self.kernel, self.shell
        kernel.session = self.session
        kernel._stdout, kernel._stderr = sys.stdout, sys.stderr
        kernel.shell_stream = ZMQStream(self.shell_socket)
        kernel.control_stream = ZMQStream(self.control_socket)
        kernel.stdin_socket = self.stdin_socket
        kernel.iopub_thread, kernel.iopub_socket = self.iopub_thread, self.iopub_socket
        for publisher in (shell.displayhook, shell.display_pub):
            publisher.session, publisher.pub_socket = self.session, self.iopub_socket
        self.displayhook.get_execution_count = lambda: kernel.execution_count


def _stay_closed(self: Widget) -> None:
    """Opening a widget would write out its whole state for a browser that is not there."""


def _system(shell: InteractiveShell, command: str) -> None:
    """Run the program of a ``!`` line and show what it prints before the cell goes on.

    IPython's own ways want a pseudo-terminal, or have a thread read what may come too late.
    """
    expanded = shell.var_expand(command, depth=1)
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    with subprocess.Popen(
        expanded, shell=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        while piece := process.stdout.read1():
            sys.stdout.write(decoder.decode(piece))
    shell.user_ns["_exit_code"] = process.returncode
