"""How much one submission may use: the only place where these numbers stand, with units."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Limits of one submission. All are upper bounds, judged from outside learner code."""

    cell_seconds: float = 30.0  # wall time of one cell
    submission_seconds: float = 120.0  # wall time of a whole notebook, judge included
    cpu_seconds: int = 120  # processor time of the learner's processes, each
    memory_bytes: int = 1 << 30  # on top of what the warm process holds already
    processes: int = 24  # processes and threads at one time
    open_files: int = 256  # descriptors of one process
    file_bytes: int = 64 << 20  # one file
    disk_bytes: int = 128 << 20  # everything in the working folder
    disk_files: int = 2000  # files and folders in the working folder
    output_bytes: int = 4 << 20  # what one notebook shows
    received_bytes: int = 64 << 20  # all that a kernel publishes, shown or not
    message_bytes: int = 32 << 20  # one message of the kernel or of the judge
    grader_bytes: int = 512 << 20  # what the grader's own process may grow by for one submission
    interrupt_seconds: float = 2.0  # grace between asking a cell to stop and killing its kernel
    watch_seconds: float = 0.2  # how often memory, processes and disk are measured
    submitted_bytes: int = 32 << 20  # the files a learner hands in, together
    notebook_cells: int = 2000  # cells of one notebook
    notebook_parts: int = 2_000_000  # lists, objects and their members in one notebook's file
    submitted_files: int = 1000  # files and folders a learner hands in
    submitted_depth: int = 10  # folders inside one another that a learner hands in


DEFAULT = Limits()
