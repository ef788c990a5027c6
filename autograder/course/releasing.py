"""nbgrader's releasing and taking back, which also tell learners what there is to fetch."""

from pathlib import Path

from nbgrader.exchange.default import ExchangeList, ExchangeReleaseAssignment

from autograder.course.catalogue import publish


class ReleaseAndTell(ExchangeReleaseAssignment):
    """Puts a unit into the exchange and the course's catalogue beside it, whoever asked for it.

    ``junggu release``, formgrader and the plain ``nbgrader`` command all come by here.
    """

    def copy_files(self) -> None:
        super().copy_files()
        publish(Path(self.coursedir.root))


class ListAndTell(ExchangeList):
    """Takes a unit back out of the exchange and the catalogue, as formgrader asks it to."""

    def remove_files(self) -> list:
        removed = super().remove_files()
        publish(Path(self.coursedir.root))
        return removed
