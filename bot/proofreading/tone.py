"""What has no place in any text: raised voices, pictures, half stops, other quotation marks, a number written out."""

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
