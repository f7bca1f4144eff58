"""What has no place in any text: raised voices, pictures, half stops, other quotation marks, a number written out; and
more than one question at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.proofreading.pieces import Piece
from bot.proofreading.remarks import Remark, remark

# What is found in the text as it stands in the file: what to do about it.
UNWANTED: dict[str, str] = {
    r"(?<!\bHei)!": "an exclamation mark only after «Hei»",
    r";": "end the sentence",
    r"\.\.\.|…": "say it, or end the sentence",
    r"[\"“”„]": "use «»",
    r"[\U0001F000-\U0001FAFF\u2600-\u27BF]": "no emoji",
    # three digits, six, or eight
    r"(?<![\d.])(?:1\d\d(?: \d{3})?|(?:\d\d ){3}\d\d)(?!\d)": "write {{ phone.<service> }}",
}


def out_of_tone(texts: Sequence[Piece]) -> Iterator[Remark]:
    """Signs that do not belong in our texts."""
    for piece in texts:
        for pattern, instead in UNWANTED.items():
            for found in dict.fromkeys(re.findall(pattern, piece.raw)):
                yield remark("out_of_tone", piece.file, piece.id, found=found, instead=instead)


def two_questions(texts: Sequence[Piece]) -> Iterator[Remark]:
    """Texts that ask twice. What explains a question stands beside it, so one question there is the second."""
    for piece in texts:
        beside = ".steps." in piece.id and piece.id.endswith((".help", ".example"))
        if piece.raw.count("?") > (0 if beside else 1):
            yield remark("two_questions", piece.file, piece.id)
