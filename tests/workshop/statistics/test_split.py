"""S-06: what kind of result a vote gave."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import entropy

from workshop.statistics.split import split

NAMES = {"silencio", "consenso", "mayoria", "empate", "dispersion", "mayoria_debil"}


@pytest.mark.parametrize(
    ("counts", "name"),
    [
        ((80, 20), "consenso"),
        ((83, 17), "consenso"),
        ((79, 21), "mayoria"),
        ((60, 40), "mayoria"),
        ((52, 48), "empate"),
        ((40, 20, 20, 20), "empate"),
        ((50, 29, 21), "mayoria_debil"),
        ((6, 14, 14, 6), "dispersion"),
        ((39, 39, 22, 0, 0, 0), "empate"),  # nobody is ahead
        ((6, 6, 3, 3, 0), "empate"),
        ((4, 4, 4, 0, 0, 0), "dispersion"),
        ((0, 0), ""),
    ],
)
def test_classes(counts, name):
    assert split(dict(zip("abcdef", counts, strict=False))).name == name


def test_golden_vector_1_is_dispersion():
    result = split({"a": 6, "b": 14, "c": 14, "d": 6})
    assert result.entropy == pytest.approx(0.9406, abs=5e-5)
    assert (result.share, result.runner_up, result.top) == (0.35, 0.35, "")


def test_not_knowing_yet_takes_no_side():
    counts = {"a": 6, "b": 13, "c": 13, "d": 5, "e": 0}
    assert split(counts, undecided=["e"]).name == "dispersion"
    assert split(counts, undecided=["e"]).entropy == pytest.approx(0.94, abs=5e-3)
    result = split({"a": 2, "b": 1, "e": 30}, undecided=["e"])
    assert result.top == "a"
    assert result.share == pytest.approx(2 / 33)


def test_silence_comes_first():
    assert split({"a": 10, "b": 0}, silence=0.40).name == "silencio"
    assert split({"a": 10, "b": 0}, silence=0.39).name == "consenso"
    assert split({"a": 0, "b": 0}, silence=1.0).name == "silencio"


@given(st.lists(st.integers(0, 500), min_size=2, max_size=12))
def test_entropy_is_that_of_scipy(counts):
    result = split({str(at): count for at, count in enumerate(counts)})
    assert result.name in NAMES or (result.name == "" and not any(counts))
    assert 0 <= result.entropy <= 1
    if any(counts):
        shares = [count / sum(counts) for count in counts]
        assert result.entropy == pytest.approx(float(entropy(shares, base=len(counts))), abs=1e-9)
        assert result.share == pytest.approx(max(shares))


def test_the_leading_share_is_printed_as_its_bar_prints_it():
    found = split(
        {"a": 145, "b": 140, "c": 140, "d": 140, "e": 140, "f": 140, "g": 155 - 60}, of=1000
    )
    assert found.percent == 15  # 14.5, where a float of a hundred times 0.145 falls short of it
