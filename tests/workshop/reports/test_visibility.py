"""Who is told a result, when, and why not: every audience at every moment of every question."""

from itertools import product

import pytest

from workshop.reports.threshold import Threshold
from workshop.reports.visibility import Audience, Reason, Result, ShowPlan, Visibility, reason_of

K = 5
PHASES = ("open", "closed", "revealed", "annulled")
MODES = ("N", "S", "A")
SHOWS = ("close", "live", "never")
ROOMS = (0, K - 1, K)  # people who answered
IN_THE_ROOM = (Audience.PHONES, Audience.WALL, Audience.CONSOLE)
AFTERWARDS = (Audience.AUTHOR, Audience.ROOM_RECORD, Audience.OUTCOME)
FLAGS = ("closed_itself", "awaits_second_round", "asked_again", "covered", "over", "by_hand")
RESULTS = [
    Result(phase, mode, show, answered, people=answered, **dict(zip(FLAGS, flags, strict=True)))
    for phase, mode, show, answered in product(PHASES, MODES, SHOWS, ROOMS)
    for flags in product((False, True), repeat=len(FLAGS))
]


def told(result, audience, k=K):
    return reason_of(result, audience, Threshold(k)) is Reason.TOLD


def each(**wanted):
    """Results that are so."""
    return [
        result
        for result in RESULTS
        if all(getattr(result, name) == value for name, value in wanted.items())
    ]


@pytest.mark.parametrize("audience", list(Audience))
def test_nobody_is_ever_told_of_an_annulled_round(audience):
    assert not [result for result in each(phase="annulled") if told(result, audience)]


@pytest.mark.parametrize("audience", list(Audience))
def test_nobody_is_told_what_fewer_than_k_said_anonymously(audience):
    few = each(mode="A", answered=K - 1)
    assert few
    assert not [result for result in few if told(result, audience)]


@pytest.mark.parametrize("audience", list(Audience))
def test_nobody_is_told_of_an_anonymous_round_while_it_is_open(audience):
    assert not [result for result in each(phase="open", mode="A") if told(result, audience)]


@pytest.mark.parametrize("audience", AFTERWARDS)
def test_who_comes_afterwards_is_told_nothing_of_an_open_round(audience):
    assert not [result for result in each(phase="open") if told(result, audience)]


@pytest.mark.parametrize("audience", [Audience.PHONES, Audience.WALL])
def test_before_the_reveal_the_room_sees_only_what_grows_in_its_sight(audience):
    seen = [result for result in RESULTS if told(result, audience) and result.phase != "revealed"]
    assert {result.show for result in seen} == {"live"}
    assert not [result for result in seen if result.awaits_second_round or result.mode == "A"]
    assert {result.phase for result in seen} == (
        {"open", "closed"} if audience is Audience.WALL else {"open"}
    )
    assert all(result.closed_itself for result in seen if result.phase == "closed")


def test_a_vote_that_is_asked_again_is_hidden_from_the_room_and_from_every_record():
    waits = [result for result in each(awaits_second_round=True) if result.phase == "closed"]
    for audience in (Audience.PHONES, Audience.ROOM_RECORD, Audience.OUTCOME):
        assert {reason_of(result, audience, Threshold(K)) for result in waits} == {Reason.HIDDEN}


def test_what_is_never_shown_is_in_no_record_unless_the_trainer_showed_it():
    for audience in (Audience.ROOM_RECORD, Audience.OUTCOME):
        assert not [r for r in each(show="never", phase="closed") if told(r, audience)]
        assert [r for r in each(show="never", phase="revealed") if told(r, audience)]


def test_a_covered_wall_shows_no_result_and_phones_go_on():
    for result in each(covered=True):
        assert not told(result, Audience.WALL)
    assert [result for result in each(covered=True) if told(result, Audience.PHONES)]


def test_who_was_not_there_is_told_of_no_room_smaller_than_k_in_any_mode():
    few = [result for result in RESULTS if 0 < result.answered < K]
    assert not [result for result in few if told(result, Audience.OUTCOME)]
    assert [result for result in few if told(result, Audience.ROOM_RECORD)]


def test_of_hands_and_of_tables_the_people_behind_the_answers_count():
    hands = Result("closed", "N", "close", answered=0, people=K - 1, by_hand=True)
    tables = Result("closed", "N", "close", answered=2, people=K)
    assert reason_of(hands, Audience.OUTCOME, Threshold(K)) is Reason.PROTECTED
    assert told(tables, Audience.OUTCOME)


def test_what_is_asked_again_is_told_to_outsiders_when_the_run_is_over():
    later = Result("revealed", "S", "close", answered=K, people=K, asked_again=True)
    assert reason_of(later, Audience.OUTCOME, Threshold(K)) is Reason.LATER
    assert told(later, Audience.ROOM_RECORD)


def test_no_record_tells_more_than_the_one_before_it():
    """Outsiders are told nothing that the trainer's own record keeps back, and she has it all."""
    for result in RESULTS:
        if told(result, Audience.OUTCOME):
            assert told(result, Audience.ROOM_RECORD)
        if told(result, Audience.ROOM_RECORD):
            assert told(result, Audience.CONSOLE)
        if told(result, Audience.PHONES):
            assert told(result, Audience.CONSOLE)
        if told(result, Audience.WALL) and not result.closed_itself:
            assert told(result, Audience.PHONES)


@pytest.mark.parametrize("audience", list(Audience))
def test_a_larger_threshold_tells_nothing_more(audience):
    for result in RESULTS:
        if told(result, audience, k=K + 1):
            assert told(result, audience, k=K)


def test_every_reason_is_given_to_somebody():
    given = {reason_of(r, audience, Threshold(K)) for r in RESULTS for audience in Audience}
    assert given == set(Reason) - {Reason.ALIKE}  # that one takes a second round: test_others.py


def test_a_result_whose_moment_has_come_may_still_be_too_small():
    assert Visibility(Reason.PROTECTED).is_due
    assert not Visibility(Reason.PROTECTED).told
    assert not Visibility(Reason.HIDDEN).is_due


@pytest.mark.parametrize("flags", list(product((False, True), repeat=3)))
def test_a_question_goes_on_unshown_for_any_of_three_reasons(flags):
    assert ShowPlan(*flags).goes_on_unshown == any(flags)
