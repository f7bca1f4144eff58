"""Is it easy to read? LIKS for what is long, the length of sentences for all, and a list of hard words.

LIKS (Björnsson's läsbarhetsindex): words per sentence + words of seven letters or more, in per cent of all words.
Below 30 is what children's books have. It is a measure of many words and says nothing about a line of five.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.content import LANGUAGES
from bot.proofreading.pieces import Piece, file_of, sentences, words_of
from bot.proofreading.remarks import Remark, remark

MOST_LIKS = 30
MEASURED_FROM = 25  # words
MOST_IN_SENTENCE = 12  # words
LONG_WORD = 7  # letters


def liks(*texts: str) -> float:
    """LIKS of these texts together; each begins a new sentence."""
    words = [word for text in texts for word in words_of(text)]
    count = sum(len(sentences(text)) for text in texts)
    if not words:
        return 0.0
    return len(words) / count + 100 * sum(len(word) >= LONG_WORD for word in words) / len(words)


def hard_texts(texts: Sequence[Piece]) -> Iterator[Remark]:
    """Long texts above the limit."""
    for piece in texts:
        if len(words_of(piece.words)) >= MEASURED_FROM and (found := liks(piece.words)) > MOST_LIKS:
            yield remark("hard_text", piece.file, piece.id, found, liks=found, most=MOST_LIKS)


def hard_worksheets(texts: Sequence[Piece], worksheets: Collection[str]) -> Iterator[Remark]:
    """Worksheets that are above the limit as a whole."""
    for (file, id_), found in worksheets_liks(texts, worksheets).items():
        if found > MOST_LIKS:
            yield remark("hard_worksheet", file, id_, found, liks=found, most=MOST_LIKS)


def worksheets_liks(texts: Sequence[Piece], worksheets: Collection[str]) -> dict[tuple[str, str], float]:
    """LIKS of each worksheet, by file and id."""
    return {
        (file_of(code, id_), id_): liks(
            *(one.words for one in texts if one.language == code and one.id.startswith(f"{id_}."))
        )
        for id_ in sorted(worksheets)
        for code in LANGUAGES
    }


def hardest(texts: Sequence[Piece], count: int) -> list[tuple[float, Piece]]:
    """The texts that are measured, the hardest first, with their LIKS: where to begin, although all are below."""
    measured = [(liks(piece.words), piece) for piece in texts if len(words_of(piece.words)) >= MEASURED_FROM]
    return sorted(measured, key=lambda one: (-one[0], one[1].file, one[1].id))[:count]


def long_sentences(texts: Sequence[Piece]) -> Iterator[Remark]:
    """Sentences that are too long to hold in mind, in texts of any length."""
    for piece in texts:
        for sentence in sentences(piece.words):
            words = words_of(sentence)
            if len(words) > MOST_IN_SENTENCE:
                length, start = len(words), " ".join(words[:4])
                yield remark(
                    "long_sentence", piece.file, piece.id, length, length=length, start=start, most=MOST_IN_SENTENCE
                )
