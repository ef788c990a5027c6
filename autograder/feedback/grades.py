"""What the gradebook says of a submission, for the page that its learner gets back."""

from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.preprocessors import GetGrades

from autograder.course.setup import full_name


class Grades(GetGrades):
    """nbgrader's GetGrades, with what a learner's page needs beside points.

    Adds ``needs_manual_grade`` to each graded cell and the learner's ``name`` to the resources.
    A comment is a person's alone: nbgrader's automatic one would be taken for the instructor's.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        nb, resources = super().preprocess(nb, resources)
        about = resources["nbgrader"]
        with Gradebook(about["db_url"]) as gradebook:
            try:
                student = gradebook.find_student(about["student"])
                about["name"] = full_name(student.last_name or "", student.first_name or "")
            except MissingEntry:
                about["name"] = ""
        return nb, resources

    def _get_comment(self, cell: NotebookNode, resources: dict) -> None:
        name = cell.metadata.nbgrader.grade_id
        comment = self.gradebook.find_comment(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["comment"] = comment.manual_comment

    def _get_score(self, cell: NotebookNode, resources: dict) -> None:
        super()._get_score(cell, resources)
        name = cell.metadata.nbgrader.grade_id
        grade = self.gradebook.find_grade(
            name, self.notebook_id, self.assignment_id, self.student_id
        )
        cell.metadata.nbgrader["needs_manual_grade"] = grade.needs_manual_grade
