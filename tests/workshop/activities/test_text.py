"""Text: what people type is cleaned, measured as they would count it, and never lost in silence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.activities import Given, InvalidAnswer
from workshop.activities.plain import clean, length
from workshop.activities.text import Text

any_text = st.text(st.characters(exclude_categories=()), max_size=200)


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
        ("\ud800x", "\ufffdx"),
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


def test_only_shown_texts_are_in_the_tally():
    given_ = [
        Given("dos", "c2"),
        Given("uno", "c1"),
        Given("secreto", "c3", "held"),
        Given("insulto", "c4", "hidden"),
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
