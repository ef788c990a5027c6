"""What a person clicked, kept at once and found again, without ever raising in their face."""

import copy
import logging

from junggu.answers import AnswersUnreadable, save, saved

_log = logging.getLogger(__name__)


class ChangedElsewhere(Exception):
    """The same exercise, open in another window, has kept something else meanwhile.

    Nothing was written: what the other window kept would have been lost without a word.
    """


class Kept:
    """The answer of one question in the answers file of the working folder.

    ``trouble`` is empty, or one Korean sentence when the last attempt to read or keep failed:
    the exercise goes on, since what was clicked still stands on the screen.
    """

    def __init__(self, *, name: str) -> None:
        self.name = name
        self.trouble = ""
        # What the file held when this part last looked.
        self._known: object = None

    def read(self) -> object:
        """The answer kept under the name, or None."""
        self._known = self._stored()
        return copy.deepcopy(self._known)

    def _stored(self) -> object:
        try:
            return saved().get(self.name)
        except AnswersUnreadable as error:
            # The first click puts the unreadable file aside, so nothing is asked of the learner.
            _log.warning("%s", error)
            return None

    def read_mapping(self) -> dict:
        """The same for a question that keeps several answers by name; an odd file counts as {}."""
        answer = self.read()
        return dict(answer) if isinstance(answer, dict) else {}

    def write(self, answer: object) -> None:
        """Keep ``answer``; None takes it back. Raises ChangedElsewhere."""
        if self._stored() not in (None, self._known):
            raise ChangedElsewhere(self.name)
        try:
            save(self.name, answer)
        except OSError:
            _log.exception("could not keep %s", self.name)
            self.trouble = "지금은 저장이 안 돼요. 옆의 도우미에게 알려 주세요. 계속 하셔도 돼요."
        else:
            self.trouble = ""
            self._known = copy.deepcopy(answer)

    def write_one(self, item: str, answer: object) -> None:
        """Keep one of several answers; the others stay as the file has them now."""
        answers = self.read_mapping() | {item: answer}
        self.write({name: kept for name, kept in answers.items() if kept is not None} or None)
