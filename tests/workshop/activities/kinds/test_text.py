"""Text: what people type is cleaned, measured as they would count it, and never lost in silence."""

import time
import unicodedata

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from workshop.activities import GivenAnswer, InvalidAnswer
from workshop.activities.kinds.text import Text
from workshop.activities.parts.personal_data import flags_of
from workshop.activities.parts.text_cleaning import (
    clean,
    length,
    one_line,
    shortened,
)

any_text = st.text(st.characters(exclude_categories=()), max_size=200)


SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
# Characters that join, mark and hide, in every order: cleaning twice could differ from once.
tricky_text = st.text(
    st.sampled_from("a ñ\u0301\u0345\u200d\u200c\ufe0f👩❤🏽🇲🇽\u1100\u1161\u0600\u2028\r\n\u3164"
    "\u2800\ud800\u202e\U0001f3f4\U000e0067\u0bc6\u0bbe\u1f82\u0628\u20e3#\u0b47\uac00\u11a8\u0344"),
    max_size=12,
)  # fmt: skip


def text(maximum=10):
    return Text.from_content({"ref": "a2", "title": "T", "prompt": "¿?", "maximum": maximum})


def refused(raw, maximum=10):
    with pytest.raises(InvalidAnswer) as error:
        text(maximum).parse(raw)
    return error.value.code, error.value.detail


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  hola \n", "hola"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("a\tb", "a b"),
        ("a\0b\x07c\x1b[0m", "abc[0m"),
        ("\ufeffhola\u200b", "hola"),
        ("\u202eabc\u202c\u2066x\u2069", "abcx"),
        ("cafe\u0301", "café"),
        ("e\u202e\u0301", "é"),
        ("z\u0301\u0302\u0303\u0304", "\u017a\u0302"),
        ("\uac01\u0301", "\uac01\u0301"),
        ("\uac00\u200d\u11a8\u0308\u0f72", "\uac01\u0f72\u0308"),
        ("\ud800x", "x"),
        ("\u202e\u2066\u061c\u200fx", "x"),
        ("hola\U000e0041\U000e0042", "hola"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", SCOTLAND),
        ("a\u200db\u200cc", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("❤\ufe0f\u200d🔥 a\ufe0f", "❤\ufe0f\u200d🔥 a"),
        ("\U0001f469\U0001f3fd\u200d\U0001f680", "\U0001f469\U0001f3fd\u200d\U0001f680"),
        ("👍🏽🏽🏽🏽", "👍🏽🏽"),
        ("a\u3164\u115f\u1160\uffa0b", "ab"),
        ("\ud83d\ude42", "🙂"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("a\n\n\n\n\nb", "a\n\nb"),
        ("<b>{{ 7*7 }}</b> =1+1", "<b>{{ 7*7 }}</b> =1+1"),
        ("\u3164\u2800", ""),
        ("\u0301", ""),
        ("\u200d", ""),
        ("\u00a0\u2003", ""),
    ],
)
def test_cleaning(raw, kept):
    assert clean(raw) == kept


@given(any_text)
def test_clean_text_is_safe_to_store_and_stays_as_it_is(raw):
    kept = clean(raw)
    kept.encode()
    assert clean(kept) == kept == unicodedata.normalize("NFC", kept) == kept.strip()
    assert not any(unicodedata.category(char) == "Cc" for char in kept if char != "\n")
    assert 0 <= length(kept) <= len(kept)


@given(st.one_of(any_text, tricky_text))
def test_cleaning_once_is_enough_and_leaves_no_more_than_there_was(raw):
    kept = clean(raw)
    assert clean(kept) == kept
    assert not set(kept) & set("\u202a\u202e\u2066\u2069\u200e\ufeff\u2028\r\0")
    assert not any(unicodedata.category(char) == "Cs" for char in kept)
    assert length(kept) == len(regex.findall(r"\X", kept))
    assert length(raw) == len(regex.findall(r"\X", raw))


@given(tricky_text)
@example("🏴\u200c\u200d❤")  # two joiners, of which one joins
def test_cleaning_never_makes_a_text_longer(raw):
    assert length(clean(raw)) <= length(raw)


@given(tricky_text, st.integers(1, 9))
def test_a_name_is_shortened_between_letters(raw, most):
    kept = shortened(one_line(raw), most, most)
    whole = regex.findall(r"\X", one_line(raw))
    assert length(kept) <= most >= len(kept)
    assert kept == "".join(whole[: length(kept)]).strip() or kept + " " in one_line(raw)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("", 0),
        ("año", 3),
        ("e\u0301", 1),
        ("👨\u200d👩\u200d👧", 1),
        ("👍🏽", 1),
        ("🇲🇽🇪🇸", 2),
        ("🇲🇽🇪", 2),
        ("❤\ufe0f", 1),
        ("﷽", 1),
    ],
)
def test_length_is_what_a_reader_counts(written, count):
    assert length(written) == count


def test_the_limit_counts_characters_and_says_how_many():
    assert text().parse("🇲🇽" * 10) == "🇲🇽" * 10
    assert text().parse("a" * 10) == "a" * 10
    assert refused("a" * 11) == ("text_too_long", {"n": 11, "max": 10})
    assert refused("a" * 100_000) == ("text_too_long", {"n": 100_000, "max": 10})
    assert refused("\0 \n") == ("text_empty", {})
    assert refused(7) == ("answer_malformed", {})


@pytest.mark.parametrize(
    "made_of_much",
    [
        "a" + "\u0903" * 7_900,
        "👨" + "\u200d👨" * 3_900,
        "\u1100" * 7_900,
        "👍" * 9 + "\u0915\u094d" * 3_000,
    ],
)
def test_one_letter_made_of_thousands_is_counted_by_what_it_is_made_of(made_of_much):
    """7,979 code points counted as one, and filled three columns of the wall."""
    kept = clean(made_of_much)
    if len(kept) < 10:  # its marks are gone
        assert text(140).parse(made_of_much) == kept
        return
    code, detail = refused(made_of_much, 140)
    assert code == "text_too_long"
    assert detail["n"] > detail["max"] > 140


@pytest.mark.parametrize(
    "nasty",
    ["🇲" * 8_000, "a@" * 4_000, "a" * 8_000, "1-" * 4_000, "1 (" * 2_600, "👨\u200d" * 4_000]
    + ["Ana de la " * 800, "dni " * 2_000, "x(at)" * 1_600, "\u0301" * 8_000, "\ufdfd" * 8_000],
)
def test_no_text_costs_more_than_its_length(nasty):
    """Twenty e-mails that were none froze everyone for 21 s: twice as long took four times."""
    began = time.process_time()
    length(clean(nasty))
    flags_of(nasty)
    assert time.process_time() - began < 0.15  # about 0.01; a quadratic search takes seconds


def test_only_shown_texts_are_in_the_tally():
    given_ = [
        GivenAnswer("dos", "c2"),
        GivenAnswer("uno", "c1"),
        GivenAnswer("secreto", "c3", "held"),
        GivenAnswer("insulto", "c4", "hidden"),
    ]
    tally = text().tally(given_)
    assert tally == {
        "n": 4,
        "texts": [{"card": "c1", "text": "uno"}, {"card": "c2", "text": "dos"}],
        "held": 1,
        "hidden": 1,
    }
    assert [row.label for row in text().rows(tally)] == ["uno", "dos"]
    assert "secreto" not in str(tally)
