"""A fault test that cannot fail is worthless: the checker finds what was forged into a history."""

import pytest

from tools.history import Op, Row, Stored, check

GOOD = {"n": 2, "counts": {"a": 1, "b": 1}}
COUNTS = {"eligible": 2, "answered": 2, "skipped": 0, "silent": 0}


def op(phone, kind, revision=1, value="a", state="answer", code=""):
    """One line of a history; the answer id says whose and which it is."""
    return Op(0.0, phone, kind, 7, f"{phone}-{revision}", revision, state, value, code)


def given(phone, value="a", revision=1, state="answer"):
    """Sent and acknowledged."""
    return [op(phone, kind, revision, value, state) for kind in ("send", "ack")]


def stored(*rows, **changes):
    """A closed round whose figures fit its rows, unless told otherwise."""
    answered = sum(row.state == "answer" for row in rows)
    figures = {"eligible": len(rows), "answered": answered, "skipped": len(rows) - answered}
    figures |= {"silent": 0}
    shown = {"wall_counts": dict(figures), "frozen": GOOD, "recount": GOOD, "wall": GOOD}
    return Stored(round=7, rows=list(rows), **(figures | shown | changes))


def figures(found):
    """What the last line of ./run faults says of it."""
    return found.acked, found.lost, found.double_counted, found.aggregate_mismatches


def test_a_history_in_which_nothing_went_wrong_is_clean():
    ops = given(1) + given(2, "b")
    found = check(ops, stored(Row(1, "answer", "a"), Row(2, "answer", "b")))
    assert figures(found) == (2, 0, 0, 0)
    assert found.clean


@pytest.mark.parametrize("anonymous", [False, True])
def test_an_acknowledged_answer_that_is_not_stored_is_lost(anonymous):
    kept = Row(None if anonymous else 1, "answer", "a")
    assert figures(check(given(1) + given(2, "b"), stored(kept))) == (2, 1, 0, 0)


def test_an_older_revision_in_place_of_the_acknowledged_one_is_lost_and_is_nobodys():
    ops = given(1, "a", 1) + given(1, "b", 2)
    assert figures(check(ops, stored(Row(1, "answer", "a")))) == (2, 1, 1, 0)


@pytest.mark.parametrize("anonymous", [False, True])
def test_two_rows_of_one_phone_are_counted_double(anonymous):
    row = Row(None if anonymous else 1, "answer", "a")
    assert figures(check(given(1), stored(row, row))) == (1, 0, 1, 0)


def test_a_row_that_nobody_sent_counts_as_double():
    assert figures(check([], stored(Row(None, "answer", "c")))) == (0, 0, 1, 0)


@pytest.mark.parametrize("rows", [[], [Row(1, "answer", "a")]])
def test_an_answer_nobody_heard_of_again_may_be_stored_or_not(rows):
    assert check([op(1, "send"), op(1, "timeout")], stored(*rows)).clean


@pytest.mark.parametrize("value", ["a", "b"])
def test_a_later_revision_in_doubt_may_have_taken_the_place_of_the_acknowledged_one(value):
    ops = [*given(1, "a", 1), op(1, "send", 2, "b"), op(1, "timeout", 2, "b")]
    assert check(ops, stored(Row(1, "answer", value))).clean


def test_a_refused_answer_must_not_be_stored():
    ops = [op(1, "send"), op(1, "nack", code="round_not_open")]
    assert check(ops, stored()).clean
    assert check(ops, stored(Row(1, "answer", "a"))).double_counted == 1


def test_a_refusal_after_a_try_in_doubt_leaves_the_doubt():
    ops = [op(1, "send"), op(1, "timeout"), op(1, "send"), op(1, "nack", code="round_not_open")]
    assert check(ops, stored(Row(1, "answer", "a"))).clean


def test_a_withdrawn_answer_leaves_no_row():
    ops = given(1) + given(1, None, 2, "withdraw")
    assert check(ops, stored()).clean
    assert check(ops, stored(Row(1, "answer", "a"))).double_counted == 1


@pytest.mark.parametrize(
    "forged",
    [
        {"recount": {"n": 1}},
        {"wall": {"n": 3}},
        {"wall": None},
        {"wall_counts": COUNTS | {"answered": 3}},
        {"silent": 1, "wall_counts": COUNTS | {"silent": 1}},
    ],
)
def test_figures_that_disagree_are_a_mismatch(forged):
    ops = given(1) + given(2, "b")
    found = check(ops, stored(Row(1, "answer", "a"), Row(2, "answer", "b"), **forged))
    assert figures(found) == (2, 0, 0, 1)
