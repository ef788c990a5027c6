"""A learner's desk on their own computer: the units are here, and stay here."""

from pathlib import Path

from autograder.home.catalogue import Catalogue, CatalogueMissing, UnitCard, read_catalogue
from autograder.home.desk import Desk, DeskError, last_change
from autograder.home.work import Work


class LocalDesk(Desk):
    """The units beside ``course.json`` in the folder that the server shows."""

    def __init__(self, *, files: Path) -> None:
        super().__init__(course="local", files=files)

    def catalogue(self) -> Catalogue:
        try:
            return read_catalogue(self.files)
        except CatalogueMissing as error:
            raise DeskError(str(error)) from error

    def folder(self, unit: UnitCard) -> Path:
        return self.files / unit.code

    def works(self) -> list[Work]:
        return [
            Work(
                unit=unit,
                folder=self.folder(unit),
                fetched=(self.folder(unit) / ".opened").exists(),
                changed=last_change(self.folder(unit)),
            )
            for unit in self.catalogue().units
            if self.folder(unit).is_dir()
        ]

    def fetch(self, unit: UnitCard) -> None:
        (self.folder(unit) / ".opened").touch()
