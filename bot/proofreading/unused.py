"""Texts that nothing says. A worksheet's own are held to its definition when the content is loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from bot.content import Content
from bot.proofreading.pieces import Piece
from bot.proofreading.references import References
from bot.proofreading.remarks import Remark, remark


def unused(texts: Sequence[Piece], worksheets: Collection[str], program: References) -> Iterator[Remark]:
    """Every text whose id the program cannot put together."""
    for file, id_ in dict.fromkeys((piece.file, piece.id) for piece in texts):
        if id_.partition(".")[0] not in worksheets and not program.reach(id_):
            yield remark("unused", file, id_)


def data_ids(content: Content) -> set[str]:
    """The parts of text ids that stand in data: services and the texts of their hours, worksheets, steps, options, and
    the field words that some text holds."""
    found = {id_ for id_, _ in content.worksheets} | {key for keys in content.field_words.values() for key in keys}
    for service in content.services.services:
        found |= {service.id, service.hours or service.id}
    for worksheet in content.worksheets.values():
        found |= {section.id for section in worksheet.sections}
        found |= {name for step in worksheet.steps() for name in (step.id, *step.option_keys())}
    return found
