"""Spanish syllables, and the index of Szigriszt-Pazos with its scale (S-30)."""

import pytest

from workshop.statistics.readability import readability, syllables

SYLLABLES = {
    1: "que y ley hoy buey a sol",
    2: "país ciudad cliente día guerra construir 7",
    3: "idea guitarra pingüino miércoles",
    4: "averiguáis responsable todavía opiniones",
}


@pytest.mark.parametrize(
    ("word", "count"), [(word, n) for n, words in SYLLABLES.items() for word in words.split()]
)
def test_syllables(word, count):
    assert syllables(word) == count


def test_the_formula():
    # 9 syllables, 5 words, 2 sentences
    assert readability("La sala vota. Todos miran.") == pytest.approx(206.835 - 62.3 * 9 / 5 - 2.5)


def test_longer_words_and_sentences_read_harder():
    easy = readability("La sala vota. La sala mira.")
    long_words = readability("La dirección delibera. La organización contempla.")
    long_sentence = readability("La sala vota y la sala mira y la sala vota y la sala mira.")
    assert easy > long_sentence > long_words


def test_nothing_to_read_has_no_index():
    assert readability("") is readability("… ¡!") is None


def test_the_last_sentence_needs_no_stop():
    assert readability("La sala vota. La sala mira") == readability("La sala vota. La sala mira.")
