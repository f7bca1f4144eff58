"""All checks, and what they remark together."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content import Content
from bot.content.limits import is_label
from bot.dialogs.context import Language as Code
from bot.language import Language
from bot.proofreading import lists
from bot.proofreading.filled import too_long
from bot.proofreading.infinitives import a_infinitives
from bot.proofreading.instead import instead
from bot.proofreading.pieces import pieces
from bot.proofreading.readability import hard_texts, hard_worksheets, long_sentences
from bot.proofreading.references import references
from bot.proofreading.remarks import Remark, worst_first
from bot.proofreading.spelling import Speller, misspelt, not_checked, spellers
from bot.proofreading.tone import out_of_tone, two_questions
from bot.proofreading.unused import data_ids, unused
from bot.proofreading.wording import near_labels, no_such_names, two_wordings


def proofread(content: Content, spell: Mapping[Code, Speller] | None = None) -> list[Remark]:
    """Everything that the checks find, the worst of each kind first.

    Args:
        content: loaded, so its ids and placeholders are in order.
        spell: looks a word up in a language; without it, in the dictionaries that are installed. If there are none,
            that is among the remarks.
    """
    language, worksheets = Language(content), {id_ for id_, _ in content.worksheets}
    texts = pieces(content, language)
    program = references(more=data_ids(content))
    spell = spell or spellers()

    def on_button(id_: str) -> bool:
        return is_label(id_) or program.on_button(id_)

    return worst_first(
        [
            *hard_texts(texts),
            *hard_worksheets(texts, worksheets),
            *long_sentences(texts),
            *instead("hard_word", texts, lists.hard_words()),
            *out_of_tone(texts),
            *two_questions(texts),
            *(misspelt(texts, spell) if spell is not None else [not_checked()]),
            *instead("other_language", texts, lists.giveaways()),
            *instead("other_form", texts, lists.forms()),
            *a_infinitives(texts),
            *two_wordings(texts),
            *no_such_names(texts),
            *near_labels(texts, on_button),
            *too_long(content, language, on_button),
            *unused(texts, worksheets, program),
        ]
    )
