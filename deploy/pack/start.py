"""Start 중구 AI 배움 on a learner's own computer: Windows, macOS or Linux, nothing but Python.

Makes an environment beside this file at the first start (this needs the network), then opens
내 학습. Run again at any time: what was done stays done.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOFTWARE = HERE / "software"
ENVIRONMENT = HERE / "environment"
READY = ENVIRONMENT / "ready"


def main() -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  (runs before anything is installed)
        print("파이썬 3.11 이상이 필요해요. python.org에서 새로 받아 설치해 주세요.")
        return 1
    tools = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
    python = tools / ("python.exe" if os.name == "nt" else "python")
    if not READY.exists():
        print("처음이라 준비물을 설치해요. 몇 분 걸려요. 인터넷에 이어져 있어야 해요.", flush=True)
        venv.create(ENVIRONMENT, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        wheel = next(SOFTWARE.glob("*.whl"))
        steps = [
            [*pip, "--require-hashes", "-r", str(SOFTWARE / "requirements.txt")],
            [*pip, "--no-deps", str(wheel)],
        ]
        for step in steps:
            if subprocess.call(step):
                print("설치하지 못했어요. 인터넷이 이어져 있는지 보고 다시 시작해 주세요.")
                return 1
        READY.write_text("ok", encoding="utf-8")
    print("곧 인터넷 창이 열려요. 끝낼 때는 이 창에서 Ctrl+C를 눌러 주세요.", flush=True)
    server = [str(python), "-m", "autograder.home.server"]
    command = [*server, str(HERE / "units"), str(SOFTWARE / "state"), *sys.argv[1:]]
    with subprocess.Popen(command) as running:
        while True:
            try:
                return running.wait()
            except KeyboardInterrupt:
                continue  # the program was told, too, and takes its time to put things away


if __name__ == "__main__":
    sys.exit(main())
