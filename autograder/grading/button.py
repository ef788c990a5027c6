"""formgrader's autograde button does what ``junggu grade`` does: repairs, refuses, records.

A server extension of an instructor's server. Its one route is formgrader's own; extensions load
in the order of their names and the first to take a route keeps it, so this one stands before
``nbgrader.server_extensions.formgrader``.
"""

import asyncio
import json
from pathlib import Path

from nbgrader.server_extensions.formgrader.base import (
    BaseApiHandler,
    check_notebook_dir,
    check_xsrf,
)
from tornado import web

from autograder.errors import CourseError, reason
from autograder.grading.engine import Unsafe, of_process
from autograder.grading.run import grade
from autograder.kernels.zygotes import ZygoteError
from autograder.routes import put_in_front
from autograder.sandbox.selftest import candidates

_ROUTE = r"/formgrader/api/submission/([^/]+)/([^/]+)/autograde"


def grade_again(*, course_dir: Path, assignment: str, student: str) -> dict:
    """Grade one submission, changed or not; return what formgrader's page shows of it.

    The answer has ``success``, and ``log`` in Korean.
    """
    try:
        report = grade(
            course_dir=course_dir,
            assignments=[assignment],
            students=[student],
            regrade=True,
            warm=of_process(candidates()[0]),
            workers=0,
        )
    except (CourseError, Unsafe, ZygoteError) as error:
        return {"success": False, "log": str(error)}
    except OSError as error:
        where = error.filename or course_dir
        return {"success": False, "log": f"{where}: {reason(error)}. 고친 뒤 다시 눌러 주세요."}
    if not report.lines:
        return {"success": False, "log": f"{student}이(가) 낸 {assignment} 단원이 없어요."}
    line = report.lines[0]
    return {"success": not line.trouble, "log": f"{line.says}\n{report.summary()}".strip()}


class AutogradeHandler(BaseApiHandler):
    """Answers the button without holding up the instructor's other pages."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    async def post(self, assignment: str, student: str) -> None:
        told = await asyncio.to_thread(
            grade_again,
            course_dir=Path(self.coursedir.root),
            assignment=assignment,
            student=student,
        )
        self.write(json.dumps(told))


def _jupyter_server_extension_points() -> list[dict]:
    return [{"module": "autograder.grading.button"}]


def _load_jupyter_server_extension(server) -> None:
    put_in_front(server, route=_ROUTE, handler=AutogradeHandler)
