"""The home page of one learner, as a browser without scripts meets it."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from home_servers import TOKEN, Classroom, home_server, open_classroom

from autograder.paths import Home


@dataclass
class HomePage:
    client: httpx.Client
    classroom: Classroom
    pages: list = field(default_factory=list)

    @property
    def home(self) -> Home:
        return self.classroom.home

    @property
    def files(self) -> Path:
        return self.classroom.desk

    @property
    def folder(self) -> Path:
        return self.classroom.course("officials")

    @property
    def learner(self):
        return self.classroom.learner("officials")

    def get(self, path=""):
        return self._keep(self.client.get(f"/junggu{path}"))

    def press(self, page, words):
        """Press the button with ``words`` in a form of ``page``."""
        for form in re.findall(r"<form.*?</form>", page.text, re.S):
            if words in re.sub(r"<[^>]+>", "", form):
                action = re.search(r'action="([^"]+)"', form)[1]
                xsrf = re.search(r'name="_xsrf" value="([^"]+)"', form)[1]
                answer = self.client.post(action, data={"_xsrf": xsrf})
                if answer.status_code == 303:  # done; what came of it stands there
                    answer = self.client.get(answer.headers["location"])
                return self._keep(answer)
        raise AssertionError(f"no button {words!r} on the page")

    def _keep(self, page):
        self.pages.append(page)
        return page


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    folder = tmp_path_factory.mktemp("released")
    return open_classroom(folder, units={"officials": ["OA1"], "residents": ["SN2"]})


@pytest.fixture
def classroom(released):
    """One unit of each course released, and a desk on which nothing was done yet."""
    return released.afresh()


@pytest.fixture
def home_page(classroom):
    """The home page of one learner of the officials' course, and of one without a unit so far."""
    member = [
        {"course": "officials", "audience": "official"},
        {"course": "residents", "audience": "youth"},
    ]
    headers = {"Authorization": f"token {TOKEN}"}
    with (
        home_server(classroom, member=member) as server,
        httpx.Client(
            base_url=server.address, headers=headers, follow_redirects=False, timeout=300
        ) as client,
    ):
        yield HomePage(client=client, classroom=classroom)
