"""Luck, number by number: the same as ``simulation.luck`` gives, and the same integers."""

from typing import Any

import numpy as np

from simulation.compiled.jit import compiled, inlined
from simulation.luck import CHILD, LED_TO
from simulation.philox import MULTIPLIER_0, MULTIPLIER_1, ROUNDS, WEYL_0, WEYL_1

_MULTIPLIER_0, _MULTIPLIER_1 = np.uint64(MULTIPLIER_0), np.uint64(MULTIPLIER_1)
_WEYL_0, _WEYL_1 = np.uint64(WEYL_0), np.uint64(WEYL_1)
_MASK, _HALF = np.uint64(0xFFFFFFFF), np.uint64(32)
_TWELVE, _TWENTY, _THIRTY, _TWO = np.uint64(12), np.uint64(20), np.uint64(30), np.uint64(2)
_LED_TO = np.uint64(LED_TO)
_ONE = np.uint64(0x3FF << 52)  # the bits of 1.0


@inlined
def words(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> tuple[Any, Any, Any, Any]:
    """Return the four words of a counter and a key, all unsigned: Philox4x32-10."""
    for _ in range(ROUNDS):
        low = _MULTIPLIER_0 * c0
        high = _MULTIPLIER_1 * c2
        c0, c1 = (high >> _HALF) ^ c1 ^ k0, high & _MASK
        c2, c3 = (low >> _HALF) ^ c3 ^ k1, low & _MASK
        k0, k1 = (k0 + _WEYL_0) & _MASK, (k1 + _WEYL_1) & _MASK
    return c0, c1, c2, c3


@compiled
def fill_pairs(
    indexes: Any, streams: Any, count: int, purpose: int, key: Any, one: Any, other: Any
) -> None:
    """Draw the numbers of a purpose and of its neighbour for some cases.

    All are arrays of words; read as doubles, ``one`` and ``other`` are the numbers. Free of
    branches and conversions, so that the machine's vectors are used: 52 bits become the fraction
    of a double in [1, 2), from which 1 is taken off.
    """
    c2, c3 = np.uint64(purpose // 2), np.uint64(key.replication)
    k0, k1 = np.uint64(key.low), np.uint64(key.high)
    for k in range(count):
        w0, w1, w2, w3 = words(indexes[k], streams[k], c2, c3, k0, k1)
        one[k] = w0 << _TWENTY | w1 >> _TWELVE | _ONE
        other[k] = w2 << _TWENTY | w3 >> _TWELVE | _ONE
    _take_off(one.view(np.float64), count)
    _take_off(other.view(np.float64), count)


@compiled
def _take_off(numbers: Any, count: int) -> None:
    for k in range(count):
        numbers[k] = (numbers[k] - 1.0) + 2.0**-53


@compiled
def unit(high: Any, low: Any) -> float:
    """Return a double in the open interval (0, 1) of two words."""
    return float(((high << _TWENTY | low >> _TWELVE) + 0.5) * 2.0**-52)


@compiled
def _words_of(s: Any, case_id: int, counter: int) -> tuple[Any, Any, Any, Any]:
    case = np.uint64(case_id)
    return words(
        case & _MASK,
        case >> _HALF,
        np.uint64(counter),
        np.uint64(s.replication),
        np.uint64(s.key_low),
        np.uint64(s.key_high),
    )


@compiled
def luck(s: Any, case_id: int, purpose: int, visit: int) -> float:
    """Return a number in (0, 1) that belongs to a case, a purpose and a task of the case."""
    w0, w1, w2, w3 = _words_of(s, case_id, purpose // 2 | visit << 8)
    if purpose % 2:
        return unit(w2, w3)
    return unit(w0, w1)


@compiled
def child_id(s: Any, case_id: int, origin: int, number: int) -> int:
    """Return the id of the ``number``-th case that a case led to in one way."""
    w0, w1, _, _ = _words_of(s, case_id, CHILD | origin << 24 | number)
    return np.int64(_LED_TO | w0 << _THIRTY | w1 >> _TWO)  # type: ignore[return-value]
