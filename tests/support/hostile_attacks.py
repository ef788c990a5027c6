"""Attacks on the host, by family. ``<name>`` words are replaced by what Host.words says.

Each is real: run bare, it must have an effect on the host; see test_attacks.py.
"""

_CALL = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
"""
_DONE = "print('done-' + '<mark>')"


def _call(expression: str, setup: str = "") -> str:
    return f"{_CALL}{setup}\nif {expression}:\n    {_DONE}"


ATTACKS: dict[str, dict[str, str]] = {
    "files": {
        "read": "print(open('<secret_file>').read())",
        "read-in-shell": "import os; print(os.popen('cat <secret_file>').read())",
        "read-by-link": "import os; os.symlink('<secret_file>', 'l'); print(open('l').read())",
        "read-by-hard-link": "import os; os.link('<secret_file>', 'h'); print(open('h').read())",
        "read-by-proc-root": "print(open('/proc/self/root<secret_file>').read())",
        "read-by-copy": "import shutil; shutil.copy('<secret_file>', 'c'); print(open('c').read())",
        "read-by-pandas": "import pandas as pd; print(pd.read_csv('<secret_file>').columns)",
        "read-by-mmap": "import mmap; f = open('<secret_file>')\n"
        "print(mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)[:])",
        "read-by-dup-of-cwd": "import os; d = os.open('<root>', os.O_RDONLY)\n"
        "print(os.read(os.open('secret.txt', os.O_RDONLY, dir_fd=d), 99))",
        "write": "open('<victim_file>', 'w').write('broken')",
        "write-in-shell": "import os; os.system('echo broken > <victim_file>')",
        "truncate": "import os; os.truncate('<victim_file>', 1)",
        "delete": "import os; os.remove('<doomed_file>')",
        "rename": "import os; os.rename('<doomed_file>', '<open_folder>/x')",
        "make-file": "open('<open_folder>/x', 'w')",
        "make-folder": "import os; os.mkdir('<open_folder>/x')",
        "make-link": "import os; os.symlink('/', '<open_folder>/x')",
        "plant-module": "open('<open_folder>/sitecustomize.py', 'w').write('print(1)')",
        "shared-memory-file": "open('/dev/shm/<mark>', 'w').write('x')",
    },
    "information": {
        "environment-of-another": "print(open('/proc/<pid>/environ').read())",
        "maps-of-another": "import os\nif open('/proc/<pid>/maps').read():\n    " + _DONE,
        "folder-of-another": "import os\nif os.listdir('/proc/<pid>/cwd') == []:\n    " + _DONE,
        "descriptors-of-another": "import os\nif os.listdir('/proc/<pid>/fd'):\n    " + _DONE,
        "memory-of-another": "open('/proc/<pid>/mem', 'rb')\n" + _DONE,
        "command-of-another": "if 'sleep' in open('/proc/<pid>/cmdline').read():\n    " + _DONE,
        "accounts": "if 'root' in open('/etc/passwd').read():\n    " + _DONE,
        "mounts-of-another": "if open('/proc/<pid>/mountinfo').read():\n    " + _DONE,
        "programs-running": "import glob, os\n"
        "if os.path.exists('/proc/<pid>') and len(glob.glob('/proc/[0-9]*')) > 4:\n    " + _DONE,
        "list-folder": "import os\nif 'secret.txt' in os.listdir('<root>'):\n    " + _DONE,
    },
    "network": {
        "tcp": "import socket; socket.create_connection(('127.0.0.1', <tcp>), 2)",
        "tcp6": "import socket; socket.create_connection(('::1', <tcp6>), 2)",
        "udp": "import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)\n"
        "s.sendto(b'x', ('127.0.0.1', <udp>))",
        "http": "from urllib.request import urlopen; urlopen('http://127.0.0.1:<tcp>', timeout=2)",
        "in-shell": "import os\nos.system(\"bash -c 'echo x > /dev/tcp/127.0.0.1/<tcp>'\")",
        "unix-socket": "import socket; socket.socket(socket.AF_UNIX).connect('<root>/service')",
        "abstract-socket": "import socket\nsocket.socket(socket.AF_UNIX).connect('\\0<mark>')",
        "listen": "import socket; s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen()\n"
        + _DONE,
        "netlink": "import socket\ns = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)\n"
        + _DONE,
    },
    "processes": {
        "kill": "import os; os.kill(<pid>, 9)",
        "stop": "import os; os.kill(<pid>, 19)",
        "kill-in-shell": "import os; os.system('kill -9 <pid>')",
        "kill-by-pidfd": "import os, signal\n"
        "signal.pidfd_send_signal(os.pidfd_open(<pid>), signal.SIGKILL)",
        "trace": _CALL + "libc.ptrace(16, <pid>, 0, 0)\nimport time; time.sleep(0.2)\n"
        "if 'TracerPid:\\t0' not in open('/proc/<pid>/status').read():\n    " + _DONE,
        "slow-down": "import os; os.setpriority(os.PRIO_PROCESS, <pid>, 19)",
        "tie-down": "import os; os.sched_setaffinity(<pid>, {min(os.sched_getaffinity(0))})",
        "limit": "import resource; resource.prlimit(<pid>, resource.RLIMIT_NOFILE, (3, 3))",
        "leave": "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(60)', 'left-' + '<mark>'])",
        "leave-in-new-session": "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
        "'import time; time.sleep(60)', 'left-' + '<mark>'], start_new_session=True)",
        "leave-daemon": "import os, sys\nif os.fork() == 0:\n    os.setsid()\n"
        "    if os.fork() == 0:\n        os.execv(sys.executable, [sys.executable, '-c', "
        "'import time; time.sleep(60)', 'left-' + '<mark>'])\n    os._exit(0)",
        "leave-nohup": "import os, sys\nos.system(\"nohup %s -c 'import time; time.sleep(60)' "
        'left-<mark> >/dev/null 2>&1 &" % sys.executable)',
        "leave-deaf": "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', "
        "'import signal, time; [signal.signal(s, signal.SIG_IGN) for s in (1, 2, 15)]; "
        "time.sleep(60)', 'left-' + '<mark>'])",
    },
    "resources": {
        "processes": "import os, time\nmade = 0\nfor _ in range(120):\n    made += 1\n"
        "    if os.fork() == 0:\n        time.sleep(3); os._exit(0)\nif made > 100:\n    " + _DONE,
        "threads": "import threading, time\n"
        "for _ in range(300):\n    threading.Thread(target=time.sleep, args=(2,), daemon=True)"
        ".start()\nif threading.active_count() > 250:\n    " + _DONE,
        "memory": "hog = bytearray(700 << 20)\n" + _DONE,
        "memory-by-map": "import mmap; m = mmap.mmap(-1, 700 << 20)\n"
        "for i in range(0, len(m), 4096):\n    m[i] = 1\n" + _DONE,
        "memory-of-many": "import os, time\nchildren = []\nfor _ in range(4):\n"
        "    if os.fork() == 0:\n        hog = bytearray(200 << 20)\n"
        "        hog[::4096] = b'x' * len(hog[::4096]); time.sleep(2); os._exit(0)\n"
        "time.sleep(1.5)\n" + _DONE,
        "memory-of-orphans": "import os, time\nfor _ in range(4):\n    if os.fork() == 0:\n"
        "        if os.fork():\n            os._exit(0)\n        hog = bytearray(100 << 20)\n"
        "        hog[::4096] = b'x' * len(hog[::4096]); time.sleep(3); os._exit(0)\n    os.wait()\n"
        "time.sleep(2)\n" + _DONE,
        "memory-shared": "import mmap, os, time\nm = mmap.mmap(-1, 300 << 20)\nchild = os.fork()\n"
        "for i in range(0, len(m), 4096):\n    m[i] = 1\ntime.sleep(1)\n"
        "if child == 0:\n    os._exit(0)\n" + _DONE,
        "children-of-the-zygote": _call(
            "child > 0",
            "child = libc.syscall(56, 0x8000 | 17, 0, 0, 0, 0)\nif child == 0:\n"
            "    libc._exit(0)\n",
        ),
        "files-without-name": "import os, time\nheld = []\nfor n in range(6):\n"
        "    held.append(open('x', 'wb')); held[-1].write(bytes(15 << 20)); held[-1].flush()\n"
        "    os.remove('x')\ntime.sleep(1)\n" + _DONE,
        "files-mapped-alone": "import mmap, os, time\nheld = []\nfor n in range(6):\n"
        "    with open('x', 'w+b') as f:\n        f.write(bytes(15 << 20)); f.flush()\n"
        "        held.append(mmap.mmap(f.fileno(), 0))\n    os.remove('x')\ntime.sleep(1)\n"
        + _DONE,
        "files-in-flight": "import os, socket\na, b = socket.socketpair()\nf = open('x', 'wb')\n"
        "os.remove('x')\nsocket.send_fds(a, [b'x'], [f.fileno()])\n" + _DONE,
        "big-file": "f = open('big', 'wb')\nfor _ in range(200):\n    f.write(bytes(1 << 20))\n"
        "f.close()\n" + _DONE,
        "many-big-files": "import time\nfor n in range(8):\n"
        "    open(f'b{n}', 'wb').write(bytes(15 << 20)); time.sleep(0.15)\n" + _DONE,
        "many-files": "import time\nfor n in range(3000):\n    open(f'f{n}', 'w')\n"
        "time.sleep(1)\n" + _DONE,
        "many-open-files": "f = [open('/dev/null') for _ in range(600)]\n" + _DONE,
    },
    "system calls": {
        "mount": "import os; os.mkdir('<mark>')\n"
        + _CALL
        + "libc.mount(b'none', os.path.abspath('<mark>').encode(), b'tmpfs', 0, None)",
        "new-user-namespace": _call("libc.unshare(0x10000000) == 0"),
        "new-mount-namespace": _call("libc.unshare(0x00020000) == 0"),
        "change-root": "import os; os.chroot('.')\n" + _DONE,
        "become-root": "import os; os.setuid(0)\n" + _DONE,
        "change-user": "import os; os.setgid(1234)\n" + _DONE,
        "device": "import os, stat; os.mknod('d', 0o600 | stat.S_IFBLK, os.makedev(7, 0))\n"
        + _DONE,
        "add-key": _call("libc.syscall(248, b'user', b'<mark>', b'x', 1, -2) > 0"),
        "perf-event": _call(
            "libc.syscall(298, attr, 0, -1, -1, 0) > 0",
            "attr = ctypes.create_string_buffer(b'\\1\\0\\0\\0\\x70\\0\\0\\0' + bytes(104))\n",
        ),
        "bpf": _call(
            "libc.syscall(321, 0, attr, 72) > 0",
            "attr = ctypes.create_string_buffer("
            "b'\\2\\0\\0\\0\\4\\0\\0\\0\\4\\0\\0\\0\\1' + bytes(59))\n",
        ),
        "file-in-memory": _call("libc.syscall(319, b'x', 0) > 0"),
        "shared-segment": _call("libc.shmget(0x4a47, 4096, 0o1600) >= 0"),
        "message-queue": _call("libc.msgget(0x4a47, 0o1600) >= 0"),
        "semaphores": _call("libc.semget(0x4a47, 1, 0o1600) >= 0"),
        "change-personality": _call("libc.personality(0x0040000) >= 0"),
        "swap": _call("libc.syscall(163, b'') == 0 or ctypes.get_errno() != 1"),
        "handle": _call(
            "libc.syscall(303, -100, b'<secret_file>', handle, mount, 0) == 0",
            "handle = ctypes.create_string_buffer(b'\\x80\\0\\0\\0' + bytes(200))\n"
            "mount = ctypes.create_string_buffer(8)\n",
        ),
    },
    "gradebook and other learners": {
        "full-marks": "import sqlite3\nwith sqlite3.connect('<database>') as b:\n"
        "    b.execute('update grade set auto_score = 100')",
        "read-scores": "import sqlite3\n"
        "if sqlite3.connect('<database>').execute('select * from grade').fetchall():\n    " + _DONE,
        "drop-scores": "import os; os.replace('<database>', '<open_folder>/g')",
        "message-to-the-next": "import os\nopen('/tmp/<mark>', 'w').close()\n"
        "os.remove('/tmp/<mark>')\n" + _DONE,
        "neighbours-folder": "import os\nif len(os.listdir('..')) > 1:\n    " + _DONE,
    },
}
