"""What ./run bench says last, and how it ends: machines read both."""

import argparse
import json

import pytest

from bench import __main__ as command
from bench import report
from bench.scenarios import Figures

KEYS = [
    "n",
    "burst_ratio_stock",
    "burst_ratio_node",
    "cpu_ratio_stock",
    "p99_ratio_stock",
    "push_ratio_stock",
    "kb_per_phone",
    "kb_ratio_stock",
    "lost",
]


def figures(*samples, lost=0):
    """The same samples of everything that is measured."""
    found = Figures()
    for sample in samples:
        found.note(**dict.fromkeys(report.COLUMNS.keys() - {"lost"}, sample))
    found.note(lost=lost)
    return found


def room(lost=0, **references):
    """A product whose median is four, beside some references."""
    return {"product": figures(4, 2, 6, lost=lost), **references}


@pytest.fixture
def bench(monkeypatch, capsys):
    """Run the command with figures already found; (how it ends, the lines it prints)."""

    def run(found, *, servidor=False, **options):
        async def measured(*_):
            return found

        monkeypatch.setattr(command, "one_size", measured)
        monkeypatch.setattr(command, "one_and_two", measured)
        chosen = {"n": None, "quick": False, "json": False} | options
        kind = command.several if servidor else command.beside_references
        ends = kind(set(), argparse.Namespace(**chosen))
        return ends, capsys.readouterr().out.splitlines()

    return run


@pytest.mark.parametrize("references", [{}, {"stock": figures(2)}, {"raw": figures()}])
@pytest.mark.parametrize("everything", [False, True])
def test_the_last_line_of_quick_has_these_keys_and_no_others(bench, references, everything):
    _, lines = bench(room(**references), quick=True, json=everything)
    assert list(json.loads(lines[-1])) == KEYS


def test_the_last_line_says_how_many_times_a_reference_ours_is(bench):
    found = room(stock=figures(8), node=figures(2))
    _, lines = bench(found, quick=True)
    line = json.loads(lines[-1])
    assert (line["n"], line["burst_ratio_node"]) == (1000, 2)
    assert line["burst_ratio_stock"] == line["push_ratio_stock"] == 0.5
    assert (line["kb_per_phone"], line["lost"]) == (4, 0)


def test_with_json_everything_comes_before_the_last_line(bench):
    _, lines = bench(room(stock=figures(8)), quick=True, json=True)
    sizes = json.loads(lines[-2])["sizes"]
    assert sizes["1000"]["product"]["push_ms"] == [4, 2, 6]
    assert sizes["1000"]["stock"]["push_ms"] == [8, 8, 8]


def test_two_processes_are_said_as_json_too(bench):
    found = {"1 × PostgreSQL": figures(3), "2 × PostgreSQL": figures(4)}
    _, lines = bench(found, servidor=True, json=True)
    assert json.loads(lines[-2])["sizes"]["1000"]["2 × PostgreSQL"]["push_ms"] == [4, 4, 4]
    assert json.loads(lines[-1]) == {"n": 1000, "two_to_one_by_cpu": 1.5}


def test_two_processes_without_a_burst_are_not_compared(bench):
    found = {"1 × PostgreSQL": figures(), "2 × PostgreSQL": figures()}
    _, lines = bench(found, servidor=True)
    assert json.loads(lines[-1]) == {"n": 1000, "two_to_one_by_cpu": None}


@pytest.mark.parametrize("quick", [False, True])
def test_it_fails_when_the_product_lost_something(bench, quick):
    ends, lines = bench(room(lost=1), quick=quick, n=[500])
    assert ends == 1
    if quick:
        assert json.loads(lines[-1])["lost"] == 1


def test_it_does_not_fail_when_a_reference_lost_something(bench):
    ends, _ = bench(room(stock=figures(2, lost=7)), quick=True)
    assert ends == 0


@pytest.mark.parametrize("loser", [0, 1])
def test_with_two_processes_either_is_the_product(bench, loser):
    found = {name: figures(1, lost=int(place == loser)) for place, name in enumerate("12")}
    ends, _ = bench(found, servidor=True)
    assert ends == 1


@pytest.mark.parametrize(
    ("figure", "samples", "said"),
    [
        ("push_ms", [40.1, 17.25, 18.8], "18.80 (17.25–40.10)"),
        ("burst_per_s", [13615.2, 9000.4, 15000.6], "13615 (9000–15001)"),
        ("storm_s", [1.84], "1.84 ×1"),
        ("lost", [0], "0"),
        ("storm_s", [], ""),
    ],
)
def test_a_cell_says_how_far_its_samples_lie_apart(figure, samples, said):
    assert report.cell(figure, samples) == said


def test_the_table_has_a_row_for_each_program(bench):
    _, lines = bench(room(node=figures(7)), n=[500])
    assert lines[0].startswith("| 500 phones | push to last, ms |")
    assert "| 4 (2–6) |" in lines[2]
    assert lines[3].startswith("| node | 7 ×1 |")
