"""What a learner gets back: one Korean page a notebook, with nothing loaded from elsewhere."""

from traitlets.config import Config


def use_feedback(c: Config) -> None:
    """Set nbgrader up to write our feedback pages, in formgrader and on the command line."""
    c.GenerateFeedback.exporter_class = "autograder.feedback.exporter.FeedbackExporter"
    c.GenerateFeedback.preprocessors = ["autograder.feedback.grades.Grades"]
    # Here, because a learner's server reads this module and needs nothing of formgrader.
    from autograder.feedback.formgrader import use_harmless_pages

    use_harmless_pages(c)
