"""What keeps visitors' kernels in: the grader's walls, with limits for a crowd."""

from autograder.errors import CourseError
from autograder.kernels.provisioner import confine
from autograder.kernels.zygotes import ZygoteError
from autograder.limits import Limits
from autograder.sandbox.selftest import canary, candidates
from autograder.sandbox.tiers import NoSandbox, Tier, TooSlow
from junggu.quiz import questions_folder

# A unit needs a tenth of this; twenty visitors share one machine.
LIMITS = Limits(
    memory_bytes=256 << 20,
    processes=16,
    file_bytes=4 << 20,
    disk_bytes=8 << 20,
    disk_files=200,
    message_bytes=1 << 20,
)


def choose_walls(name: str | None) -> Tier:
    """Start this process's zygote in the first tier that holds, or in the one asked for.

    Raises CourseError when there is none (``none`` must be asked for), or no answer in time.
    """
    says = ""
    for tier in tiers(name):
        zygote = confine(tier=tier, limits=LIMITS, readable=[questions_folder()])
        try:
            proof = canary(zygote.wait())
            if proof.held or tier is Tier.NONE:
                return tier
            says = proof.says
        except TooSlow:
            zygote.stop()
            raise
        except ZygoteError as error:
            says = str(error).splitlines()[-1]
        zygote.stop()
    raise CourseError(f"체험 울타리를 시험했더니 막지 못했어요({says}). 체험을 켜지 않아요.")


def tiers(name: str | None) -> list[Tier]:
    """The tiers to try, best first. Raises CourseError when the machine has none."""
    try:
        return candidates(name)
    except NoSandbox as error:
        if name is not None:
            raise
        raise CourseError(
            "이 컴퓨터에서는 체험 울타리를 만들 수 없어서 체험을 켜지 않아요. bubblewrap을 설치해 "
            "주세요. 울타리 없이 켜려면(아는 사람만 쓰는 곳에서) --try-sandbox none을 적어 주세요."
        ) from error
