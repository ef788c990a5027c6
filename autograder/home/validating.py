"""확인하기 in JupyterLab: nbgrader's validation, which tells the three states of a task."""

from nbgrader.server_extensions.validate_assignment import handlers
from nbgrader.validator import Validator

from junggu.check import MIME, Report, Result


class TellingValidator(Validator):
    """Says of a task that is not done what its own report says, in Korean.

    nbgrader's words are the same for an answer half right and one that was never begun.
    """

    def _extract_error(self, cell) -> str:
        for output in cell.get("outputs", ()):
            data = output.get("data", {}).get(MIME)
            if data:
                return "\n".join(_report(data).lines())
        return super()._extract_error(cell)


def tell_states() -> None:
    """Let nbgrader's button use it: which validator that takes is no setting of nbgrader's."""
    handlers.Validator = TellingValidator


def _report(data: dict) -> Report:
    results = tuple(Result(**result) for result in data["results"])
    return Report(
        about=data["about"],
        total=data["total"],
        state=data["state"],
        say=data["say"],
        results=results,
    )
