"""Errors whose text is one Korean sentence for the person at the keyboard."""

import errno
import re

_REASONS = {
    errno.EACCES: "권한이 없어요",
    errno.EPERM: "권한이 없어요",
    errno.EROFS: "읽기만 되는 곳이에요",
    errno.ENOSPC: "디스크가 가득 찼어요",
    errno.EDQUOT: "쓸 수 있는 디스크를 다 썼어요",
    errno.ENOENT: "그런 파일이나 폴더가 없어요",
    errno.EEXIST: "같은 이름이 이미 있어요",
    errno.ENOTDIR: "폴더가 아니라 파일이에요",
    errno.EISDIR: "파일이 아니라 폴더예요",
    errno.ENOTEMPTY: "폴더가 비어 있지 않아요",
    errno.ENAMETOOLONG: "이름이 너무 길어요",
    errno.ELOOP: "링크가 서로를 가리켜요",
    errno.EMFILE: "열린 파일이 너무 많아요",
    errno.ENFILE: "열린 파일이 너무 많아요",
    errno.ENOMEM: "메모리가 모자라요",
    errno.EAGAIN: "프로그램을 더 켤 수 없어요",
    errno.EIO: "디스크를 읽거나 쓰지 못했어요",
}


class CourseError(Exception):
    """Something a person can mend: says what, where, and how. Shown without a traceback."""


def reason(error: OSError) -> str:
    """Why the system refused, in Korean, without a full stop; its number when we have no words."""
    number = error.errno
    # shutil's own error quotes those that it met.
    if number is None and (quoted := re.search(r"\[Errno (\d+)\]", str(error))):
        number = int(quoted[1])
    if number in _REASONS:
        return _REASONS[number]
    return f"시스템 오류 {number}" if number else "시스템 오류"
