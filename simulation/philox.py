"""Random numbers by counting: Philox4x32-10, a function of a counter and a key.

Salmon, Moraes, Dror & Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", section 4.3.
Every number here is a function of (seed, replication, stream, index, purpose), so that the same
case brings the same luck whatever else happens.
"""

from enum import IntEnum, unique
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MULTIPLIER_0 = 0xD2511F53
MULTIPLIER_1 = 0xCD9E8D57
WEYL_0 = 0x9E3779B9
WEYL_1 = 0xBB67AE85
MASK = 0xFFFFFFFF
ROUNDS = 10
BLOCK = 16384  # counters worked on at once, so that the words stay in the processor's cache


@unique
class Purpose(IntEnum):
    """What a random number is for. Two neighbours (2k, 2k + 1) share the words of one counter."""

    ARRIVAL = 0
    LANGUAGE = 1
    HOSTILE = 2
    LABEL = 3
    HANDLE = 4
    PATIENCE = 5
    COUNT = 6
    BUSYNESS = 7
    ABSENCE = 8
    AUDIENCE = 9
    AUTHOR = 10
    AUTHOR_CHOICE = 11
    NEEDS_ANSWER = 12
    # Of agents.
    SICK_START = 16
    SICK_STAY = 17
    PAUSE_GAP = 18
    PAUSE_LENGTH = 19
    PAUSE_STATE = 20
    PAUSE_AGE = 21
    # Of what becomes of a case, each once a task of the case.
    STILL_HOSTILE = 32
    DROP_OUT = 33
    THINK = 34
    BACK_OFFICE = 35
    BACK_OFFICE_DELAY = 36
    GO_BACK = 37
    NEEDED = 38  # whether a stage is needed
    SPILL = 39
    SPILL_DELAY = 40
    REPEAT = 41
    REPEAT_DELAY = 42
    REPOST = 43
    REPOST_DELAY = 44
    BOT_TRY = 45
    BOT_DEFLECTS = 46
    BOT_FAILS = 47
    BOT_DELAY = 48
    SPARED = 49
    USEFUL = 50
    CALLBACK = 51
    UNREACHED = 52
    MODERATED = 53
    MODERATION_CLOSES = 54
    OFFSPRING = 55
    OFFSPRING_DELAY = 56
    OFFSPRING_MARK = 57


def philox(c0: Any, c1: Any, c2: Any, c3: Any, key: int) -> tuple[Any, Any, Any, Any]:
    """Return the four 32-bit words that belong to a counter of four words and a 64-bit key.

    The words are ints, or uint64 arrays that broadcast together.
    """
    k0, k1 = key & MASK, key >> 32 & MASK
    for _ in range(ROUNDS):
        low = MULTIPLIER_0 * c0
        high = MULTIPLIER_1 * c2
        c0, c1 = (high >> 32) ^ c1 ^ k0, high & MASK
        c2, c3 = (low >> 32) ^ c3 ^ k1, low & MASK
        k0, k1 = (k0 + WEYL_0) & MASK, (k1 + WEYL_1) & MASK
    return c0, c1, c2, c3


def unit(high: Any, low: Any) -> Any:
    """Return a double in the open interval (0, 1) of two 32-bit words.

    52 bits and a half: an odd multiple of 2^-53, so neither 0 nor 1 can come out.
    """
    return ((high << 20 | low >> 12) + 0.5) * 2.0**-52


def uniform(seed: int, replication: int, stream: int, index: int, purpose: Purpose) -> float:
    """Return one random number in (0, 1); the same as ``uniforms`` gives."""
    words = philox(index, stream, purpose // 2, replication, seed)
    pair = purpose % 2 * 2
    return float(unit(words[pair], words[pair + 1]))


def uniforms(
    seed: int,
    replication: int,
    stream: npt.NDArray[np.int64],
    index: npt.NDArray[np.int64],
    purposes: tuple[Purpose, ...],
) -> dict[Purpose, Floats]:
    """Return random numbers in (0, 1), one array per purpose, shape as ``stream`` and ``index``."""
    wanted = {purpose: np.empty(len(index)) for purpose in purposes}
    for first in range(0, len(index), BLOCK):
        part = slice(first, first + BLOCK)
        c0, c1 = index[part].astype(np.uint64), stream[part].astype(np.uint64)
        for block in sorted({purpose // 2 for purpose in purposes}):
            words = philox(c0, c1, np.uint64(block), np.uint64(replication), seed)
            for purpose in purposes:
                if purpose // 2 == block:
                    pair = purpose % 2 * 2
                    wanted[purpose][part] = unit(words[pair], words[pair + 1])
    return wanted
