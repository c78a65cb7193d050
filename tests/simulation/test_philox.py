import numpy as np
import pytest

from simulation.philox import MASK, Purpose, philox, uniform, uniforms, unit

# Random123's kat_vectors, philox4x32 with 10 rounds: counter words, key words, result.
KNOWN = [
    ((0, 0, 0, 0), (0, 0), "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ((MASK,) * 4, (MASK, MASK), "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_the_published_vectors_come_out(
    counter: tuple[int, int, int, int], key: tuple[int, int], result: str
) -> None:
    words = philox(*counter, key[0] | key[1] << 32)
    assert " ".join(f"{word:08x}" for word in words) == result


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_arrays_give_the_same_words(
    counter: tuple[int, int, int, int], key: tuple[int, int], result: str
) -> None:
    one, two, three, four = (np.full(3, word, dtype=np.uint64) for word in counter)
    words = philox(one, two, three, four, key[0] | key[1] << 32)
    for place in range(3):
        assert " ".join(f"{int(word[place]):08x}" for word in words) == result


def test_one_number_is_the_same_as_many() -> None:
    index, stream = np.arange(40_000), np.arange(40_000) % 7
    many = uniforms(2**63 + 5, 12, stream, index, tuple(Purpose))
    for purpose in Purpose:
        for place in (0, 1, 16_383, 16_384, 39_999):
            one = uniform(2**63 + 5, 12, int(stream[place]), place, purpose)
            assert one == many[purpose][place]


def test_numbers_lie_inside_the_unit_interval() -> None:
    assert 0.0 < unit(0, 0) < 1e-15
    assert 1.0 - 1e-15 < unit(MASK, MASK) < 1.0


def test_purposes_seeds_and_replications_differ() -> None:
    index = np.arange(1000)
    stream = np.zeros(1000, dtype=np.int64)
    columns = list(uniforms(1, 0, stream, index, tuple(Purpose)).values())
    columns += [
        uniforms(2, 0, stream, index, (Purpose.ARRIVAL,))[Purpose.ARRIVAL],
        uniforms(1, 1, stream, index, (Purpose.ARRIVAL,))[Purpose.ARRIVAL],
        uniforms(1, 0, stream + 1, index, (Purpose.ARRIVAL,))[Purpose.ARRIVAL],
    ]
    correlation = np.corrcoef(columns) - np.eye(len(columns))
    # A correlation of independent columns of 1000 has standard error 0.032.
    assert np.abs(correlation).max() < 0.16
