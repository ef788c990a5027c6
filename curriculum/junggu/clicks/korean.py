"""Korean particles that depend on how a word ends."""

_FIRST, _LAST, _FINALS = 0xAC00, 0xD7A3, 28


def with_particle(word: str, particles: str) -> str:
    """``word`` with the particle that fits it: ``with_particle("20통", "을/를")`` → ``20통을``.

    ``particles`` names the one after a final consonant first. A word that does not end in a
    Hangul syllable takes the second.
    """
    closed, opened = particles.split("/")
    last = ord(word[-1])
    has_final = _FIRST <= last <= _LAST and (last - _FIRST) % _FINALS
    return word + (closed if has_final else opened)
